int f(char *p, char *q)
{
	if (!p)
		return -ENOMEM;
	if (q == NULL) {
		return -ENOMEM;
	}
	return 0;
}
