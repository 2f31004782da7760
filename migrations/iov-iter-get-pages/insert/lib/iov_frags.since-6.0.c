/* Gets the pages of one segment and moves @iter on by what it returns. */
static ssize_t get_segment(struct iov_iter *iter, struct page **pages,
			   size_t maxsize, unsigned int maxpages,
			   size_t *offset)
{
	return iov_iter_get_pages2(iter, pages, maxsize, maxpages, offset);
}

/* The same, in an array allocated for them. */
static ssize_t get_segment_alloc(struct iov_iter *iter, struct page ***pages,
				 size_t maxsize, size_t *offset)
{
	return iov_iter_get_pages_alloc2(iter, pages, maxsize, offset);
}

