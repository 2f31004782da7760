int f(int a, int b)
{
	if (a)
		return 1;
	else
		return 2;
}

int g(int a, int b)
{
	if (a)
		return 1;
	else if (b)
		return 2;
	else
		return 3;
}

int h(int a)
{
	if (a) {
		f(a, 0);
		return 1;
	} else {
		/* Nothing to add. */
		if (!f(a,
		       1))
			g(a, 1);
	}
	return 0;
}
