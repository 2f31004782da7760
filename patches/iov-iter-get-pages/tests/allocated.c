// SPDX-License-Identifier: GPL-2.0-only
#define UNIT 512

static void put_all(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

static ssize_t send_all(struct request *rq, struct iov_iter *iter, loff_t pos)
{
	ssize_t result = 0;
	size_t sent = 0;

	while (iov_iter_count(iter)) {
		struct page **pagevec;
		size_t bytes;
		size_t base;
		unsigned int npages, i;

		result = iov_iter_get_pages_alloc2(iter, &pagevec, rq->max,
						   &base);
		if (result < 0)
			break;

		bytes = result;
		npages = (result + base + PAGE_SIZE - 1) / PAGE_SIZE;
		for (i = 0; i < npages; i++) {
			unsigned int len = min_t(size_t, bytes, PAGE_SIZE - base);

			result = send_page(rq, pagevec[i], base, len, pos);
			if (result < 0)
				break;
			base = 0;
			bytes -= len;
			sent += len;
			pos += len;
		}
		put_all(pagevec, npages);
		kvfree(pagevec);
		if (result < 0)
			break;
	}
	return sent ? sent : result;
}

/* The pages stay with the request: must not change. */
static ssize_t keep_all(struct request *rq, struct iov_iter *iter)
{
	return iov_iter_get_pages_alloc2(iter, &rq->pages, rq->max, &rq->base);
}
