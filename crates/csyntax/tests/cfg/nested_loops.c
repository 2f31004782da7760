int f(int n)
{
	for (;;) {
		while (n) {
			if (n == 1) {
				break;
			} else {
				return n;
			}
		}
		if (!n)
			break;
	}
	return 0;
}
