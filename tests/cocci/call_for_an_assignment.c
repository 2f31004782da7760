void f(void)
{
	int a = 1;
	int b;

	a = 2;
	b = a;
}
