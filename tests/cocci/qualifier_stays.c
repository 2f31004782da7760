int f(void)
{
	const int a;
	static int b;
	unsigned char c;

	return 0;
}
