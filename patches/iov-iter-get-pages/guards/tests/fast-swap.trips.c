static int map(unsigned long uaddr, unsigned int nr, struct page **pages)
{
	return get_user_pages_fast(uaddr, nr, FOLL_WRITE, pages); // found
}

static int other(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, 0, pages);
}

static ssize_t pinned(struct iov_iter *iter, unsigned long uaddr,
		      struct page **pages)
{
	return iov_iter_for_each_page(iter, SZ_64K, keep_page, pages); // found
}
