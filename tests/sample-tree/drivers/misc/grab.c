// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ways to get pages, chosen at run time.
 *
 * Here iov_iter_get_pages2() and iov_iter_get_pages_alloc2() are named where
 * they are not called: in this comment, as a function pointer, in the body of
 * a macro and in a string.
 */
#include <linux/capture.h>
#include <linux/mm.h>
#include <linux/uio.h>
#include <stdio.h>

const struct grab_ops user_grab_ops = {
	.name = "user",
	.grab = iov_iter_get_pages2,
};
EXPORT_SYMBOL_GPL(user_grab_ops);

#define GRAB_ONE_PAGE(iter, page, start) \
	iov_iter_get_pages2(iter, page, PAGE_SIZE, 1, start)

/**
 * grab_first() - the first piece of an iterator
 * @ops: how to get it; NULL for one page of it
 * @iter: the iterator; it moves on by what is returned
 * @piece: the piece, with a reference to its page
 *
 * Return: the bytes of @piece, or an error.
 */
ssize_t grab_first(const struct grab_ops *ops, struct iov_iter *iter,
		   struct bio_vec *piece)
{
	struct page *page;
	size_t start;
	ssize_t bytes;

	if (ops)
		bytes = ops->grab(iter, &page, 100, 1, &start);
	else
		bytes = GRAB_ONE_PAGE(iter, &page, &start);
	if (bytes > 0)
		bvec_set_page(piece, page, bytes, start);
	return bytes;
}
EXPORT_SYMBOL_GPL(grab_first);

/* Says in words why the next page is not to be had, if it is not. */
ssize_t grab_last_error(struct iov_iter *iter, char *text, size_t size)
{
	struct bio_vec piece;
	ssize_t bytes = grab_first(NULL, iter, &piece);

	if (bytes > 0) {
		put_page(piece.bv_page);
		iov_iter_revert(iter, bytes);
		bytes = 0;
	}
	snprintf(text, size, "iov_iter_get_pages2(iter, &page) gave %zd",
		 bytes);
	return bytes;
}
EXPORT_SYMBOL_GPL(grab_last_error);
