int f(int x)
{
	switch (x) {
	case OLD:
		return 1;
	default:
		return 2;
	}
}
