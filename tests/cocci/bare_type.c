frob_t *find(frob_t *list, int n)
{
	frob_t local, *p = (frob_t *)list;

	return &p[n];
}
