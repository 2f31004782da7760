int f(void)
{
	adopt(1);
	adopt(2);
	return 0;
}

int g(void)
{
	use(1);
	use(2);
	use(3);
	return 0;
}
