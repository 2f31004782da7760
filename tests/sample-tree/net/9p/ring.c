// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests which give the server the user's own pages.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <net/9p.h>

/**
 * p9_map_pages() - the pages of a request
 * @chan: the channel
 * @pages: where to put their array, for p9_release_pages()
 * @data: the memory; it moves on by what is returned
 * @count: bytes at most
 * @offs: where in the first page they start
 * @need_drop: set if the pages have references to be dropped
 *
 * Return: bytes in the pages, or an error.
 */
int p9_map_pages(struct p9_chan *chan, struct page ***pages,
		 struct iov_iter *data, int count, size_t *offs,
		 int *need_drop)
{
	int nr_pages;

	if (!iov_iter_count(data))
		return 0;

	if (!iov_iter_is_kvec(data)) {
		int n;

		n = iov_iter_get_pages_alloc2(data, pages, count, offs);
		if (n < 0)
			return n;
		*need_drop = 1;
		nr_pages = DIV_ROUND_UP(n + *offs, PAGE_SIZE);
		chan->pinned += nr_pages;
		return n;
	} else {
		/* The kernel's own memory stays where it is. */
		size_t len;
		int index;
		void *p;

		while (!iov_iter_single_seg_count(data))
			iov_iter_advance(data, 0);
		len = min_t(size_t, iov_iter_single_seg_count(data), count);
		p = data->kvec->iov_base + data->iov_offset;
		*offs = offset_in_page(p);
		nr_pages = DIV_ROUND_UP(*offs + len, PAGE_SIZE);

		*pages = kmalloc_array(nr_pages, sizeof(struct page *),
				       GFP_NOFS);
		if (!*pages)
			return -ENOMEM;

		*need_drop = 0;
		for (index = 0; index < nr_pages; index++)
			(*pages)[index] = virt_to_page(p - *offs +
						       index * PAGE_SIZE);
		iov_iter_advance(data, len);
		return len;
	}
}
EXPORT_SYMBOL(p9_map_pages);

void p9_release_pages(struct p9_chan *chan, struct page **pages, int nr_pages,
		      int need_drop)
{
	int i;

	if (need_drop) {
		for (i = 0; i < nr_pages; i++)
			put_page(pages[i]);
		chan->pinned -= nr_pages;
	}
	kvfree(pages);
}
EXPORT_SYMBOL(p9_release_pages);
