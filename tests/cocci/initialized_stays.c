void f(void)
{
	int a;
	int b = next();
	int c = 1, d;
}
