int get(struct pool *p)
{
	lock(&p->lock);
	if (p->dead) {
		count(p);
		return -1;
	}
	if (p->empty) {
		return 0;
	}
	unlock(&p->lock);
	return 1;
}
