// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asynchronous I/O: the user's memory is kept as bvecs until it is done.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smb.h>
#include <linux/uio.h>

void smb_aio_release(struct smb_aio_ctx *ctx)
{
	unsigned int i;

	for (i = 0; i < ctx->npages; i++) {
		set_page_dirty(ctx->bv[i].bv_page);
		put_page(ctx->bv[i].bv_page);
	}
	kvfree(ctx->bv);
	ctx->bv = NULL;
	ctx->npages = 0;
}
EXPORT_SYMBOL(smb_aio_release);

/**
 * smb_aio_setup() - take the memory of an I/O
 * @ctx: the I/O, which keeps it until smb_aio_release()
 * @iter: the memory; it moves on by what was taken
 *
 * Return: 0 or -ENOMEM. A page which is not there is where the I/O ends.
 */
int smb_aio_setup(struct smb_aio_ctx *ctx, struct iov_iter *iter)
{
	ssize_t rc;
	unsigned int cur_npages;
	unsigned int npages = 0;
	unsigned int i;
	size_t len;
	size_t count = iov_iter_count(iter);
	size_t saved_len = count;
	size_t start;
	unsigned int max_pages = iov_iter_npages(iter, INT_MAX);
	struct page **pages;
	struct bio_vec *bv;

	if (iov_iter_is_kvec(iter)) {
		memcpy(&ctx->iter, iter, sizeof(*iter));
		ctx->len = count;
		iov_iter_advance(iter, count);
		return 0;
	}

	bv = kvmalloc_array(max_pages, sizeof(*bv), GFP_KERNEL);
	if (!bv)
		return -ENOMEM;

	pages = kvmalloc_array(max_pages, sizeof(*pages), GFP_KERNEL);
	if (!pages) {
		kvfree(bv);
		return -ENOMEM;
	}

	while (count && npages < max_pages) {
		rc = iov_iter_get_pages2(iter, pages, count, max_pages, &start);
		if (rc < 0) {
			pr_debug("%s: no pages: %zd\n", __func__, rc);
			break;
		}

		if (rc > count) {
			pr_debug("%s: %zd is more than %zu\n", __func__, rc,
				 count);
			break;
		}

		count -= rc;
		rc += start;
		cur_npages = DIV_ROUND_UP(rc, PAGE_SIZE);

		if (npages + cur_npages > max_pages) {
			pr_debug("%s: %u pages in %u\n", __func__,
				 npages + cur_npages, max_pages);
			break;
		}

		for (i = 0; i < cur_npages; i++) {
			len = rc > PAGE_SIZE ? PAGE_SIZE : rc;
			bv[npages + i].bv_page = pages[i];
			bv[npages + i].bv_offset = start;
			bv[npages + i].bv_len = len - start;
			rc -= len;
			start = 0;
		}

		npages += cur_npages;
	}

	kvfree(pages);
	ctx->bv = bv;
	ctx->len = saved_len - count;
	ctx->npages = npages;
	iov_iter_bvec(&ctx->iter, iter->data_source, ctx->bv, npages,
		      ctx->len);
	return 0;
}
EXPORT_SYMBOL(smb_aio_setup);
