static ssize_t write_status(struct page **status, unsigned long uaddr)
{
	return get_user_pages_unlocked(uaddr, 1, status, FOLL_WRITE);
}

static ssize_t user(struct iov_iter *iter, struct scatterlist *sg)
{
	struct page *page;
	size_t start;
	ssize_t bytes;

	bytes = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &start);
	if (bytes < 0)
		return bytes;
	sg_set_page(sg, page, bytes, start);
	return bytes;
}

static ssize_t imported(void __user *buffer, struct scatterlist *sg)
{
	struct iov_iter iter;
	struct page *page;
	size_t start;
	ssize_t bytes;

	if (import_ubuf(WRITE, buffer, PAGE_SIZE, &iter))
		return -EFAULT;
	bytes = iov_iter_get_pages2(&iter, &page, PAGE_SIZE, 1, &start);
	if (bytes < 0)
		return bytes;
	sg_set_page(sg, page, bytes, start);
	return bytes;
}
