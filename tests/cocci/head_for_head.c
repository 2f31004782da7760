int f(struct s *p)
{
	if (bad(p))
		return -1;
	for (;;) {
		if (bad(p)) {
			while (more(p)) {
				p++;
			}
			return -1;
		}
		if (bad(p + 1))
			return -2;
	}
	clear(p);
	put(p,
	    0);
	return 0;
}
