typedef unsigned char octet;

int f(void)
{
	octet o;
	char c;

	return 0;
}
