void f(void)
{
	int a = 1, b;
	struct pair p = { 1, 2 };

	b = 2;
	b += 3;
}
