static ssize_t write_status(struct iov_iter *iter, struct page **status,
			    unsigned long uaddr, struct scatterlist *sg)
{
	struct page *page;
	size_t start;
	ssize_t bytes;

	if (get_user_pages_unlocked(uaddr, 1, status, FOLL_WRITE) != 1)
		return -EFAULT;
	bytes = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &start); // found
	if (bytes < 0)
		return bytes;
	sg_set_page(sg, page, bytes, start);
	return bytes;
}

static ssize_t pinned(struct iov_iter *iter, struct page **status,
		      unsigned long uaddr, struct scatterlist *sg)
{
	struct page *page;
	size_t start;
	ssize_t bytes;

	bytes = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &start); // found
	if (bytes < 0)
		return bytes;
	sg_set_page(sg, page, bytes, start);
	if (pin_user_pages(uaddr, 1, FOLL_WRITE, status) != 1)
		return -EFAULT;
	return bytes;
}

static ssize_t computed(struct buffer *buffer, struct scatterlist *sg)
{
	struct iov_iter iter;
	struct page *page;
	size_t start;
	ssize_t bytes;

	if (import_ubuf(WRITE, (void *)buffer->address, PAGE_SIZE, &iter))
		return -EFAULT;
	bytes = iov_iter_get_pages2(&iter, &page, PAGE_SIZE, 1, &start); // found
	if (bytes < 0)
		return bytes;
	sg_set_page(sg, page, bytes, start);
	return bytes;
}
