static int map(unsigned long uaddr, unsigned int nr, struct page **pages)
{
	return get_user_pages_unlocked(uaddr, nr, pages, FOLL_WRITE);
}

static int other(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, 0, pages);
}

static ssize_t pinned(struct iov_iter *iter, unsigned long uaddr,
		      struct page **pages)
{
	return pin_user_pages(uaddr, 16, FOLL_WRITE, pages);
}
