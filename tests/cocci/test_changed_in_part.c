void f(int a, int b)
{
	if ((a = b) + 1 != 0) {
		g();
	}
}
