int f(void)
{
	lock();
	if (x)
		y();
	return 0;
}
