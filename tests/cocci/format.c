void f(int n)
{
	print("frob %s", "x");
}
