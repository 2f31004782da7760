// SPDX-License-Identifier: GPL-2.0-only
/*
 * User memory mapped into a request.
 */
#include <linux/bio.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>

/**
 * bio_map_user() - make a bio of user memory
 * @q: the device
 * @iter: the memory; it moves on by what the bio took
 * @map: where to put the bio
 *
 * The bio ends where the device cannot take more, which is not an error.
 *
 * Return: 0 or an error.
 */
int bio_map_user(struct request_queue *q, struct iov_iter *iter,
		 struct bio **map)
{
	unsigned int nr_vecs = iov_iter_npages(iter, 256);
	struct bio *bio;
	int ret;
	int j;

	if (!iov_iter_count(iter))
		return -EINVAL;

	bio = bio_alloc(q, nr_vecs);
	if (!bio)
		return -ENOMEM;

	while (iov_iter_count(iter)) {
		struct page **pages, *stack_pages[UIO_FASTIOV];
		ssize_t bytes;
		size_t offs;
		int npages;

		if (nr_vecs <= ARRAY_SIZE(stack_pages)) {
			pages = stack_pages;
			bytes = iov_iter_get_pages2(iter, pages, LONG_MAX,
						    nr_vecs, &offs);
		} else {
			bytes = iov_iter_get_pages_alloc2(iter, &pages,
							  LONG_MAX, &offs);
		}
		if (unlikely(bytes <= 0)) {
			ret = bytes ? bytes : -EFAULT;
			goto out_unmap;
		}

		npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);

		if (unlikely(offs & q->dma_alignment))
			j = 0;
		else {
			for (j = 0; j < npages; j++) {
				struct page *page = pages[j];
				unsigned int n = PAGE_SIZE - offs;
				bool same_page = false;

				if (n > bytes)
					n = bytes;

				if (!bio_add_hw_page(bio, page, n, offs,
						     &same_page))
					break;
				if (same_page)
					put_page(page);

				bytes -= n;
				offs = 0;
			}
		}
		/* Those which are not in the bio. */
		while (j < npages)
			put_page(pages[j++]);
		if (pages != stack_pages)
			kvfree(pages);
		if (bytes) {
			iov_iter_revert(iter, bytes);
			break;
		}
	}

	*map = bio;
	return 0;

out_unmap:
	bio_put(bio);
	return ret;
}
EXPORT_SYMBOL(bio_map_user);
