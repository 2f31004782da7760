void f(int n)
{
	print("n is %d\n", n);
	print("%s\n", n);
}
