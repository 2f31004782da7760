// SPDX-License-Identifier: GPL-2.0-only
/*
 * Direct I/O takes pages in advance and uses them one after the other.
 *
 * The pages wait in struct dio between calls, in the order and the form in
 * which they were got: who takes one, and who drops those left over, are other
 * functions than the one that gets them.
 */
#include <linux/dio.h>
#include <linux/mm.h>
#include <linux/uio.h>

static unsigned int dio_pages_present(const struct dio *dio)
{
	return dio->tail - dio->head;
}

static int dio_refill_pages(struct dio *dio)
{
	ssize_t ret;

	ret = iov_iter_get_pages2(dio->iter, dio->pages, LONG_MAX, DIO_PAGES,
				  &dio->from);
	if (ret > 0) {
		ret += dio->from;
		dio->head = 0;
		dio->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
		dio->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;
		return 0;
	}
	return ret ? ret : -ENODATA;
}

/**
 * dio_get_page() - the next page
 * @dio: the I/O
 * @from: where its bytes start
 * @to: where they end
 *
 * Return: the page, with a reference; -ENODATA at the end, or another error.
 */
struct page *dio_get_page(struct dio *dio, size_t *from, size_t *to)
{
	if (!dio_pages_present(dio)) {
		int ret = dio_refill_pages(dio);

		if (ret)
			return ERR_PTR(ret);
	}
	*from = dio->head ? 0 : dio->from;
	*to = dio->head == dio->tail - 1 ? dio->to : PAGE_SIZE;
	return dio->pages[dio->head++];
}
EXPORT_SYMBOL(dio_get_page);

/* Drops the pages which nobody took. */
void dio_cleanup(struct dio *dio)
{
	while (dio_pages_present(dio))
		put_page(dio->pages[dio->head++]);
}
EXPORT_SYMBOL(dio_cleanup);
