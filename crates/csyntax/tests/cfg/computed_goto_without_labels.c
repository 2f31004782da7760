int f(void *where)
{
	if (!where)
		return 0;
	goto *where;
}
