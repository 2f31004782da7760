static ssize_t get(struct iov_iter *iter, struct page **pages)
{
	size_t start;
	ssize_t bytes = iov_iter_get_pages(iter, pages, 8192, 2, &start); // found

	return bytes;
}
