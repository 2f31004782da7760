// SPDX-License-Identifier: GPL-2.0-only
/*
 * The data of a message, one page at a time.
 */
#include <linux/ceph.h>
#include <linux/mm.h>
#include <linux/uio.h>

void ceph_cursor_init(struct ceph_cursor *cursor, struct iov_iter *iter)
{
	cursor->iter = *iter;
	cursor->resid = iov_iter_count(iter);
	cursor->lastlen = 0;
}
EXPORT_SYMBOL(ceph_cursor_init);

/**
 * ceph_cursor_next() - the page under the front of what is left
 * @cursor: the cursor, which stays where it is
 * @page_offset: where the bytes start in the page
 * @length: how many
 *
 * The data are somebody's, who keeps them until the message is sent: the page
 * is returned without a reference.
 */
struct page *ceph_cursor_next(struct ceph_cursor *cursor, size_t *page_offset,
			      size_t *length)
{
	struct page *page;
	ssize_t len;

	if (cursor->lastlen)
		iov_iter_revert(&cursor->iter, cursor->lastlen);

	len = iov_iter_get_pages2(&cursor->iter, &page, PAGE_SIZE,
				  1, page_offset);
	if (len < 0) {
		cursor->lastlen = 0;
		return NULL;
	}

	cursor->lastlen = len;

	VM_BUG_ON_PAGE(page_count(page) < 2, page);
	put_page(page);

	*length = min_t(size_t, len, cursor->resid);
	return page;
}
EXPORT_SYMBOL(ceph_cursor_next);

/* Moves on by bytes which were sent, at most what was last looked at. */
void ceph_cursor_advance(struct ceph_cursor *cursor, size_t bytes)
{
	BUG_ON(bytes > cursor->resid);
	cursor->resid -= bytes;

	if (bytes < cursor->lastlen) {
		cursor->lastlen -= bytes;
	} else {
		iov_iter_advance(&cursor->iter, bytes - cursor->lastlen);
		cursor->lastlen = 0;
	}
}
EXPORT_SYMBOL(ceph_cursor_advance);
