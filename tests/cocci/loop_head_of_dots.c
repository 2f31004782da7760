int f(void)
{
	for (int i = 0; i < 3; i++)
		g();
	for (;;)
		h();
	return 0;
}
