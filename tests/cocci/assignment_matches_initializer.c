int f(void)
{
	char *p = kmalloc(12, GFP_KERNEL);

	memset(p, 0, 12);
	return use(p);
}
