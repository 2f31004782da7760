void f(void)
{
	int n;
	int n1, fd;
	int i, n2;
}
