// SPDX-License-Identifier: GPL-2.0-only
/*
 * Direct I/O: the user's memory as a table of bvecs.
 */
#include <linux/ceph.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>

/*
 * How many pages one call of iov_iter_get_pages() gives at most, and so the
 * size of the array on the stack.
 */
#define CEPH_BVECS_PAGES	64

static ssize_t ceph_fill_bvecs(struct iov_iter *iter, size_t maxsize,
			       struct bio_vec *bvecs)
{
	size_t size = 0;
	int bvec_idx = 0;

	if (maxsize > iov_iter_count(iter))
		maxsize = iov_iter_count(iter);

	while (size < maxsize) {
		struct page *pages[CEPH_BVECS_PAGES];
		ssize_t bytes;
		size_t start;
		int idx = 0;

		bytes = iov_iter_get_pages2(iter, pages, maxsize - size,
					    CEPH_BVECS_PAGES, &start);
		if (bytes < 0)
			return size ?: bytes;

		size += bytes;

		for ( ; bytes; idx++, bvec_idx++) {
			struct bio_vec bv = {
				.bv_page = pages[idx],
				.bv_len = min_t(int, bytes, PAGE_SIZE - start),
				.bv_offset = start,
			};

			bvecs[bvec_idx] = bv;
			bytes -= bv.bv_len;
			start = 0;
		}
	}

	return size;
}

/**
 * ceph_bvecs_alloc() - make a table of what comes next
 * @iter: where the bytes are; it moves on by what is returned
 * @maxsize: how many at most
 * @bvecs: where to put the table
 * @num_bvecs: where to put its entries; those after a fault are empty
 *
 * One call of iov_iter_get_pages() gives no more than its array has room for,
 * so it takes a loop to have all of them.
 *
 * Return: bytes in the table, or an error.
 */
ssize_t ceph_bvecs_alloc(struct iov_iter *iter, size_t maxsize,
			 struct bio_vec **bvecs, int *num_bvecs)
{
	size_t orig_count = iov_iter_count(iter);
	struct bio_vec *bv;
	ssize_t bytes;
	int npages;

	iov_iter_truncate(iter, maxsize);
	npages = iov_iter_npages(iter, INT_MAX);
	iov_iter_reexpand(iter, orig_count);

	/* It may be filled in part only. */
	bv = kvmalloc_array(npages, sizeof(*bv), GFP_KERNEL | __GFP_ZERO);
	if (!bv)
		return -ENOMEM;

	bytes = ceph_fill_bvecs(iter, maxsize, bv);
	if (bytes < 0) {
		kvfree(bv);
		return bytes;
	}

	*bvecs = bv;
	*num_bvecs = npages;
	return bytes;
}
EXPORT_SYMBOL(ceph_bvecs_alloc);

void ceph_bvecs_put(struct bio_vec *bvecs, int num_bvecs)
{
	int i;

	for (i = 0; i < num_bvecs; i++) {
		if (bvecs[i].bv_page)
			put_page(bvecs[i].bv_page);
	}
	kvfree(bvecs);
}
EXPORT_SYMBOL(ceph_bvecs_put);
