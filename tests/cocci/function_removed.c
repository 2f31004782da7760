static inline int frob(int x)
{
	switch (x) {
	case 1:
		return 2;
	default:
		return 3;
	}
}

int keep(void)
{
	return 1;
}
