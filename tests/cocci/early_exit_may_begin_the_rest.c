int f(int a)
{
	claim(a);
	if (a) {
		check(a);
		return 2;
	}
	check(a);
	release(a);
	return 0;
}
