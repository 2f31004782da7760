static int map(unsigned long uaddr, unsigned int nr, struct page **pages)
{
	return get_user_pages_unlocked(uaddr, nr, pages, FOLL_WRITE);
}

static int other(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, 0, pages);
}
