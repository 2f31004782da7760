int f(void)
{
	if (a)
		b();
	else
		c();
	return 0;
}
