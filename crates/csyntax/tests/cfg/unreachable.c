int f(int a)
{
	return a;
	g();
	while (a)
		h();
#if 0
	k();
#endif
}
