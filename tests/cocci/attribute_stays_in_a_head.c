static int __init frob_init(void)
{
	return 0;
}

static __cold noinline int frob_exit(void)
{
	return 1;
}

static struct frob *__must_check frob_find(void)
{
	return first;
}
