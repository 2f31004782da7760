int f(struct s *s)
{
	get(s, /* the size */ 4, flags /* no wait */);
	get(s->list, /* the size */
	    size,
	    0 /* none */);

	s = alloc(sizeof(*s));
	if (!s) /* no memory */
		return -1; /* out of here */
	clear(s, sizeof(*s));

	if (s != 0 && ready(s)) /* why */
		use(s,
		    1);

	lock(s); /* for both */
	first(s);
	second(s);
	unlock(s);
	return 0;
}
