/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DIO_H
#define _LINUX_DIO_H

#include <linux/uio.h>

#define DIO_PAGES 16

/**
 * struct dio - direct I/O by page
 * @iter: the memory not looked at yet
 * @pages: pages waiting to be used, each with a reference
 * @head: the first of them
 * @tail: one past the last
 * @from: where the bytes start in the first page got
 * @to: where they end in the last
 */
struct dio {
	struct iov_iter *iter;
	struct page *pages[DIO_PAGES];
	unsigned int head;
	unsigned int tail;
	size_t from;
	size_t to;
};

struct page *dio_get_page(struct dio *dio, size_t *from, size_t *to);
void dio_cleanup(struct dio *dio);

#endif /* _LINUX_DIO_H */
