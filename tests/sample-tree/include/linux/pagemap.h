/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/highmem.h>
#include <linux/mm.h>

/* Pages of a file are not compound here: each index has its own. */
static inline struct page *find_subpage(struct page *head, unsigned long index)
{
	return head;
}

#endif /* _LINUX_PAGEMAP_H */
