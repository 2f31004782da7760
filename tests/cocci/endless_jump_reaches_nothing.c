int f(void)
{
	int d;

again:
	if (x)
		goto out;
	g();
	goto again;
out:
	return h(&d);
}

void k(void)
{
	int t;

	t = p;
	p = q;
	q = t;
}
