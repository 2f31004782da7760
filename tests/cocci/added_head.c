int f(struct s *p, struct s *q)
{
	if (p->dead)
		put(p);
	else {
		put(q);
		p = q;
	}

	/* The last one. */
	put(p->last); /* if there is one */
	for (;;) put(q);
	return 0;
}
