int f(void)
{
#pragma frob on (x)
	return 1;
}
#pragma other
