// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of an iterator appended to a bio.
 */
#include <linux/bio.h>
#include <linux/mm.h>
#include <linux/uio.h>

#define PAGE_PTRS_PER_BVEC (sizeof(struct bio_vec) / sizeof(struct page *))

static int bio_append_page(struct bio *bio, struct page *page,
			   unsigned int len, unsigned int offset)
{
	bool same_page = false;

	if (bio_add_hw_page(bio, page, len, offset, &same_page) != len)
		return -EINVAL;
	if (same_page)
		put_page(page);
	return 0;
}

/*
 * Appends the pages of one segment. Their array is made at the far end of the
 * bio's own free entries, which are filled from the near end: an entry is two
 * pointers long, so that none is written before its page was read.
 */
static int bio_append_segment(struct bio *bio, struct iov_iter *iter)
{
	unsigned short nr_pages = bio->max_vecs - bio->vcnt;
	unsigned short entries_left = bio->max_vecs - bio->vcnt;
	struct bio_vec *bv = bio->io_vec + bio->vcnt;
	struct page **pages = (struct page **)bv;
	ssize_t size, left;
	unsigned int len, i = 0;
	size_t offset, trim;
	int ret = 0;

	BUILD_BUG_ON(PAGE_PTRS_PER_BVEC < 2);
	pages += entries_left * (PAGE_PTRS_PER_BVEC - 1);

	size = iov_iter_get_pages2(iter, pages, UINT_MAX - bio->size,
				   nr_pages, &offset);
	if (unlikely(size <= 0))
		return size ? size : -EFAULT;

	nr_pages = DIV_ROUND_UP(offset + size, PAGE_SIZE);

	/* Whole blocks only; what is left over starts the next bio. */
	trim = size & (bio->q->block_size - 1);
	iov_iter_revert(iter, trim);

	size -= trim;
	if (unlikely(!size)) {
		ret = -EFAULT;
		goto out;
	}

	for (left = size, i = 0; left > 0; left -= len, i++) {
		struct page *page = pages[i];

		len = min_t(size_t, PAGE_SIZE - offset, left);
		ret = bio_append_page(bio, page, len, offset);
		if (ret)
			break;
		offset = 0;
	}

	iov_iter_revert(iter, left);
out:
	while (i < nr_pages)
		put_page(pages[i++]);

	return ret;
}

/**
 * bio_iov_iter_get_pages() - append what an iterator has to a bio
 * @bio: the bio
 * @iter: the memory; it moves on by what the bio took
 *
 * Return: 0, or an error if the bio took nothing.
 */
int bio_iov_iter_get_pages(struct bio *bio, struct iov_iter *iter)
{
	unsigned int before = bio->size;
	int ret = 0;

	do {
		ret = bio_append_segment(bio, iter);
	} while (!ret && iov_iter_count(iter) && bio->vcnt < bio->max_vecs);

	return bio->size > before ? 0 : ret;
}
EXPORT_SYMBOL_GPL(bio_iov_iter_get_pages);
