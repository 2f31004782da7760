// SPDX-License-Identifier: GPL-2.0-only
/*
 * A camera which writes into the user's memory.
 *
 * The calls of interest stand where they are hard to see: in the body of an
 * iterator macro, and in either branch of an #ifdef.
 */
#include <linux/capture.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/uio.h>

/**
 * capture_map() - give the planes of a picture their memory
 * @cap: the picture
 * @iter: the memory; it moves on by what was used
 *
 * Return: 0, -ENOSPC if a plane comes in too many pieces, or -EFAULT.
 */
int capture_map(struct capture *cap, struct iov_iter *iter)
{
	struct page *pages[CAPTURE_PAGES];
	struct capture_plane *plane;

	for_each_plane(plane, cap) {
		while (plane->left) {
			int maxpages = CAPTURE_PAGES - plane->nents;
			ssize_t copied, use;
			size_t offset;
			int i = 0;

			if (!maxpages)
				return -ENOSPC;
			copied = iov_iter_get_pages2
				(iter, pages, plane->left, maxpages, &offset);
			if (copied <= 0)
				return -EFAULT;

			plane->left -= copied;
			while (copied) {
				use = min_t(int, copied, PAGE_SIZE - offset);

				sg_set_page(&plane->sg[plane->nents++],
					    pages[i], use, offset);
				offset = 0;
				copied -= use;
				i++;
			}
		}
	}
	return 0;
}
EXPORT_SYMBOL_GPL(capture_map);

/**
 * capture_stamp() - overwrite what comes next, within a page
 * @iter: the memory; it moves on by what is returned
 * @stamp: the byte to write
 *
 * Return: bytes written, or an error.
 */
ssize_t capture_stamp(struct iov_iter *iter, unsigned char stamp)
{
	struct page *page;
	size_t start;
	ssize_t copied;

#ifdef CONFIG_CAPTURE_WHOLE_PAGES
	copied = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &start);
#else
	copied = iov_iter_get_pages2(iter, &page, 512, 1, &start);
#endif
	if (copied <= 0)
		return copied;
	memset(kmap_local_page(page) + start, stamp, copied);
	put_page(page);
	return copied;
}
EXPORT_SYMBOL_GPL(capture_stamp);
