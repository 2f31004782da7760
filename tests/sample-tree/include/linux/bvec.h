/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BVEC_H
#define _LINUX_BVEC_H

#include <linux/types.h>

struct page;

/**
 * struct bio_vec - a piece of memory, by page
 * @bv_page: its first page
 * @bv_len: its length in bytes
 * @bv_offset: where it starts in @bv_page
 */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;
};

static inline void bvec_set_page(struct bio_vec *bv, struct page *page,
				 unsigned int len, unsigned int offset)
{
	bv->bv_page = page;
	bv->bv_len = len;
	bv->bv_offset = offset;
}

#endif /* _LINUX_BVEC_H */
