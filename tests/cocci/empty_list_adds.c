int g(void)
{
	f(2, 3);
	return f(a, b, 3);
}
