static int __init frob_init(void)
{
	return 0;
}

static struct frob *frob_local(int n)
{
	return pick(n);
}

int other_local(void)
{
	return 1;
}
