void f(void)
{
	g(a;
	g(b;
	g(c, h(d;
}
