// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory for an I/O.
 */
#include <linux/bio.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/trace.h>

struct bio *bio_alloc(struct request_queue *q, unsigned short max_vecs)
{
	struct bio *bio = kzalloc(struct_size(bio, io_vec, max_vecs),
				  GFP_KERNEL);

	if (!bio)
		return NULL;
	bio->q = q;
	bio->max_vecs = max_vecs;
	return bio;
}
EXPORT_SYMBOL(bio_alloc);

void bio_put(struct bio *bio)
{
	int i;

	for (i = 0; i < bio->vcnt; i++)
		put_page(bio->io_vec[i].bv_page);
	kfree(bio);
}
EXPORT_SYMBOL(bio_put);

static bool bio_try_merge(struct bio *bio, struct page *page,
			  unsigned int len, unsigned int offset)
{
	struct bio_vec *last = &bio->io_vec[bio->vcnt - 1];

	if (!bio->vcnt || last->bv_page != page ||
	    last->bv_offset + last->bv_len != offset)
		return false;
	last->bv_len += len;
	return true;
}

unsigned int bio_add_hw_page(struct bio *bio, struct page *page,
			     unsigned int len, unsigned int offset,
			     bool *same_page)
{
	*same_page = false;
	if (len > bio->q->max_bytes - bio->size)
		return 0;
	if (bio_try_merge(bio, page, len, offset))
		*same_page = true;
	else if (bio->vcnt == bio->max_vecs)
		return 0;
	else
		bvec_set_page(&bio->io_vec[bio->vcnt++], page, len, offset);

	bio->size += len;
	trace_page("bio", page, offset, len);
	return len;
}
EXPORT_SYMBOL(bio_add_hw_page);
