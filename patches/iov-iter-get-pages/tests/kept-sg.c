// SPDX-License-Identifier: GPL-2.0-only
int make_table(struct table *t, struct iov_iter *iter, int len)
{
	size_t off;
	ssize_t n;
	int npages, i;

	n = iov_iter_get_pages2(iter, t->pages, len, TABLE_PAGES, &off);
	if (n < 0)
		return n;

	npages = DIV_ROUND_UP(off + n, PAGE_SIZE);
	if (WARN_ON(npages == 0))
		return -EINVAL;
	sg_init_table(t->sg, npages + 1);

	for (i = 0, len = n; i < npages; i++) {
		int plen = min_t(int, len, PAGE_SIZE - off);

		sg_set_page(t->sg + i, t->pages[i], plen, off);

		off = 0;
		len -= plen;
	}
	sg_mark_end(t->sg + npages - 1);
	t->npages = npages;

	return n;
}

/* Up to 5.19, called by those who move the iterator on themselves. */
int make_unmoved(struct table *t, struct iov_iter *iter, int len)
{
	size_t off;
	ssize_t n;
	int npages, i;

	n = iov_iter_get_pages(iter, t->pages, len, TABLE_PAGES, &off);
	if (n < 0)
		return n;

	npages = (off + n + PAGE_SIZE - 1) >> PAGE_SHIFT;
	sg_init_table(t->sg, npages + 1);

	for (i = 0, len = n; i < npages; i++) {
		int plen = min_t(int, len, PAGE_SIZE - off);

		sg_set_page(t->sg + i, t->pages[i], plen, off);

		off = 0;
		len -= plen;
	}
	t->npages = npages;

	return n;
}
