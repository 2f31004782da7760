int f(int a)
{
	if (a < 0) {
		while (a)
			return -1;
		return -2;
	}
	return 0;
}
