// SPDX-License-Identifier: GPL-2.0-only
static int read_block(struct device *dev, struct iov_iter *iter, size_t len)
{
	struct page **pages;
	size_t offset;
	ssize_t got;

	got = iov_iter_get_pages_alloc2(iter, &pages, len, &offset);
	if (got < 0)
		return got;
	return submit_pages(dev, pages, got, offset);
}

static int map_for(struct device *dev, struct page ***pages,
		   struct iov_iter *iter, size_t *offset)
{
	return iov_iter_get_pages_alloc2(iter, pages, dev->max, offset);
}

/* Only looked at and freed: must not change. */
static int first_node(struct iov_iter *iter, size_t len)
{
	struct page **pages;
	size_t offset;
	ssize_t got;
	int node;

	got = iov_iter_get_pages_alloc2(iter, &pages, len, &offset);
	if (got < 0)
		return got;
	node = page_to_nid(pages[0]);
	put_page(pages[0]);
	kvfree(pages);
	return node;
}

/* Up to 5.19, for callers that move the iterator on by what they used. */
static int pinned_unmoved(struct chan *chan, struct page ***pages,
			  struct iov_iter *data, int count, size_t *offs)
{
	if (!iov_iter_is_kvec(data)) {
		int n;

		n = iov_iter_get_pages_alloc(data, pages, count, offs);
		if (n < 0)
			return n;
		chan->pinned += DIV_ROUND_UP(n + *offs, PAGE_SIZE);
		return n;
	}
	return kernel_pages(chan, pages, data, count, offs);
}
