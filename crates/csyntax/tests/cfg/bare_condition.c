int f(int a)
{
	if FAILED(a)
		return -1;
	else
		g();
	return 0;
}
