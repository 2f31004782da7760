// SPDX-License-Identifier: GPL-2.0-only
static int load_next(struct reader *r, struct iov_iter *from)
{
	struct page *page;
	size_t start;
	ssize_t got;

	got = iov_iter_get_pages2(from, &page, PAGE_SIZE, 1, &start);
	if (got <= 0)
		return got;
	r->page = page;
	r->offset = start;
	r->left = got;
	return 0;
}

/* Moves the iterator on by itself, as callers do up to 5.19. */
static int load_old(struct reader *r, struct iov_iter *from)
{
	struct page *page;
	size_t start;
	ssize_t got;

	got = iov_iter_get_pages(from, &page, PAGE_SIZE, 1, &start);
	if (got < 0)
		return got;
	iov_iter_advance(from, got);
	reader_set(r, page, start, got);
	return 0;
}

/* Only looks at the page: must not change. */
static int peek_old(struct reader *r, struct iov_iter *from)
{
	struct page *page;
	size_t start;
	ssize_t got;

	got = iov_iter_get_pages(from, &page, PAGE_SIZE, 1, &start);
	if (got < 0)
		return got;
	reader_set(r, page, start, got);
	return 0;
}
