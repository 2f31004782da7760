int f(void)
{
	return g(v.a, v, v.b);
}
