// SPDX-License-Identifier: GPL-2.0-only
static struct page *cursor_next(struct cursor *cur, size_t *offset, size_t *len)
{
	struct page *page;
	ssize_t got;

	got = iov_iter_get_pages2(&cur->iter, &page, PAGE_SIZE, 1, offset);
	BUG_ON(got < 0);
	put_page(page);
	*len = got;
	return page;
}

/* Returns something else: must not change. */
static int cursor_peek(struct cursor *cur, size_t *offset, size_t *len)
{
	struct page *page;

	*len = iov_iter_get_pages2(&cur->iter, &page, PAGE_SIZE, 1, offset);
	return page_to_nid(page);
}
