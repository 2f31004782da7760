int f(void)
{
	int a __mine;
	int b;

	return 0;
}
