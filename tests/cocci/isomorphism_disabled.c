int f(char *p, char *q)
{
	if (!p)
		return -ENOMEM;
	return 0;
}
