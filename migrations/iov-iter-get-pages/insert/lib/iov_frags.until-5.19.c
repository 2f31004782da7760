/* Gets the pages of one segment and moves @iter on by what it returns. */
static ssize_t get_segment(struct iov_iter *iter, struct page **pages,
			   size_t maxsize, unsigned int maxpages,
			   size_t *offset)
{
	ssize_t bytes;

	bytes = iov_iter_get_pages(iter, pages, maxsize, maxpages, offset);
	if (bytes > 0)
		iov_iter_advance(iter, bytes);
	return bytes;
}

/* The same, in an array allocated for them. */
static ssize_t get_segment_alloc(struct iov_iter *iter, struct page ***pages,
				 size_t maxsize, size_t *offset)
{
	ssize_t bytes;

	*pages = NULL;
	bytes = iov_iter_get_pages_alloc(iter, pages, maxsize, offset);
	if (bytes > 0)
		iov_iter_advance(iter, bytes);
	return bytes;
}

