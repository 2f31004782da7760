void f(void)
{
	g(1);
	g(2);
	g(3);
}
