// SPDX-License-Identifier: GPL-2.0-only
struct submit {
	struct iov_iter *iter;
	unsigned int head;	/* next page to use */
	unsigned int tail;	/* behind the last one */
	size_t from, to;
};

struct dio {
	int page_errors;
	union {
		struct page *pages[DIO_PAGES];	/* the queue */
		struct work_struct work;
	};
};

static int refill(struct dio *dio, struct submit *sub)
{
	ssize_t ret;

	ret = iov_iter_get_pages2(sub->iter, dio->pages, LONG_MAX, DIO_PAGES,
				  &sub->from);
	if (ret < 0 && sub->blocks) {
		struct page *page = ZERO_PAGE(0);

		get_page(page);
		dio->pages[0] = page;
		sub->head = 0;
		sub->tail = 1;
		sub->from = 0;
		sub->to = PAGE_SIZE;
		return 0;
	}

	if (ret >= 0) {
		ret += sub->from;
		sub->head = 0;
		sub->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
		sub->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;
		return 0;
	}
	return ret;
}

static struct page *next_page(struct dio *dio, struct submit *sub)
{
	if (sub->head == sub->tail) {
		int ret = refill(dio, sub);

		if (ret)
			return ERR_PTR(ret);
	}
	return dio->pages[sub->head];
}

static void drop_queue(struct dio *dio, struct submit *sub)
{
	while (sub->head < sub->tail)
		put_page(dio->pages[sub->head++]);
}

int use_queue(struct dio *dio, struct submit *sub)
{
	struct page *page;
	size_t from, to;

	page = next_page(dio, sub);
	if (IS_ERR(page))
		return PTR_ERR(page);
	from = sub->head ? 0 : sub->from;
	to = (sub->head == sub->tail - 1) ? sub->to : PAGE_SIZE;
	sub->head++;
	return use(page, from, to - from);
}
