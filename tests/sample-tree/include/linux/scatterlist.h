/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCATTERLIST_H
#define _LINUX_SCATTERLIST_H

#include <linux/mm.h>

/**
 * struct scatterlist - one entry of a table of memory for a device
 * @page: the page
 * @offset: where the memory starts in @page
 * @length: its length in bytes
 * @end: this is the last entry of the table
 */
struct scatterlist {
	struct page *page;
	unsigned int offset;
	unsigned int length;
	bool end;
};

static inline struct page *sg_page(const struct scatterlist *sg)
{
	return sg->page;
}

static inline void sg_set_page(struct scatterlist *sg, struct page *page,
			       unsigned int len, unsigned int offset)
{
	sg->page = page;
	sg->offset = offset;
	sg->length = len;
}

static inline void sg_mark_end(struct scatterlist *sg)
{
	sg->end = true;
}

static inline void sg_unmark_end(struct scatterlist *sg)
{
	sg->end = false;
}

static inline void sg_init_table(struct scatterlist *sg, unsigned int nents)
{
	memset(sg, 0, nents * sizeof(*sg));
	if (nents)
		sg_mark_end(&sg[nents - 1]);
}

#endif /* _LINUX_SCATTERLIST_H */
