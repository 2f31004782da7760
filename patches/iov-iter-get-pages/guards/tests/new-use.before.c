static ssize_t old(struct iov_iter *iter, struct page **pages, size_t *start)
{
	return iov_iter_get_pages2(iter, pages, 4096, 1, start);
}
