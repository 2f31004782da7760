// SPDX-License-Identifier: GPL-2.0-only
/*
 * Direct I/O in blocks: pages are got in advance, and the queue they wait in
 * is nobody else's business.
 */
#include <linux/blkdio.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/trace.h>
#include <linux/uio.h>

#define BLKDIO_PAGES 16

/* What changes from page to page. */
struct blkdio_submit {
	struct iov_iter *iter;
	unsigned int head;	/* the next page */
	unsigned int tail;	/* one past the last */
	size_t from, to;
};

struct blkdio {
	unsigned int done;
	union {
		struct page *pages[BLKDIO_PAGES];	/* the queue */
		unsigned long sum;	/* when it is not needed any more */
	};
};

static int blkdio_refill(struct blkdio *dio, struct blkdio_submit *sub)
{
	ssize_t ret;

	ret = iov_iter_get_pages2(sub->iter, dio->pages, LONG_MAX, BLKDIO_PAGES,
				  &sub->from);
	if (!ret)
		return -ENODATA;

	if (ret >= 0) {
		ret += sub->from;
		sub->head = 0;
		sub->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
		sub->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;
		return 0;
	}
	return ret;
}

static struct page *blkdio_get_page(struct blkdio *dio,
				    struct blkdio_submit *sub)
{
	if (sub->head == sub->tail) {
		int ret = blkdio_refill(dio, sub);

		if (ret)
			return ERR_PTR(ret);
	}
	return dio->pages[sub->head];
}

/* Drops the pages which were not used. */
static void blkdio_cleanup(struct blkdio *dio, struct blkdio_submit *sub)
{
	while (sub->head < sub->tail)
		put_page(dio->pages[sub->head++]);
}

static int blkdio_pass(struct blkdio *dio, struct blkdio_submit *sub,
		       unsigned int wanted)
{
	while (wanted--) {
		struct page *page = blkdio_get_page(dio, sub);
		size_t from, to;

		if (IS_ERR(page))
			return PTR_ERR(page);
		from = sub->head ? 0 : sub->from;
		to = (sub->head == sub->tail - 1) ? sub->to : PAGE_SIZE;
		sub->head++;
		trace_page("submit", page, from, to - from);
		put_page(page);
		dio->done++;
	}
	return 0;
}

/**
 * blkdio_submit() - pass the pages of an iterator to the device
 * @iter: the memory; it moves on by the pages that were got
 * @wanted: how many pages to pass on at most
 *
 * Return: 0; -ENODATA at the end of @iter, or another error.
 */
int blkdio_submit(struct iov_iter *iter, unsigned int wanted)
{
	struct blkdio_submit sub = { .iter = iter };
	struct blkdio dio = { };
	int ret;

	ret = blkdio_pass(&dio, &sub, wanted);
	blkdio_cleanup(&dio, &sub);
	dio.sum = dio.done;
	trace_event("done", dio.sum, 0, 0);
	return ret;
}
EXPORT_SYMBOL(blkdio_submit);
