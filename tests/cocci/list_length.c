int get(struct dev *d, gfp_t flags, int node)
{
	return 0;
}

int map(gfp_t flags, int node)
{
	return 0;
}

void f(void)
{
	get(d, a, 1);
	map(b, 2);
	put(d, c, 3);
}
