/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fill a buffer with the page fragments behind an iov_iter.
 *
 *	DEFINE_IOV_FRAGS(frags, 16);
 *	struct bio_vec *frag;
 *	ssize_t bytes;
 *
 *	bytes = iov_iter_fill_frags(iter, &frags, maxsize);
 *	if (bytes <= 0)
 *		return bytes;
 *	for_each_iov_frag(frag, &frags)
 *		use(frag->bv_page, frag->bv_offset, frag->bv_len);
 *	iov_frags_put(&frags);
 */
#ifndef _LINUX_IOV_FRAGS_H
#define _LINUX_IOV_FRAGS_H

#include <linux/bvec.h>
#include <linux/kernel.h>
#include <linux/uio.h>

/**
 * struct iov_frags - a buffer of page fragments
 * @bvec: the fragments, one page each, in the order of the bytes
 * @nr: how many fragments are filled
 * @max: how many fragments @bvec has room for
 * @heap: @bvec where iov_iter_fill_frags_alloc() allocated it, or %NULL
 *
 * Every filled fragment holds one reference to its page.  The reference is the
 * caller's from the moment the buffer is filled: it keeps it, drops it, or
 * drops all of them with iov_frags_put().
 */
struct iov_frags {
	struct bio_vec *bvec;
	unsigned int nr;
	unsigned int max;
	struct bio_vec *heap;
};

/**
 * IOV_FRAGS_INIT - initialise a buffer on storage of the caller's own
 * @storage: array of struct bio_vec, which has to outlive the buffer
 * @capacity: number of elements of @storage
 */
#define IOV_FRAGS_INIT(storage, capacity)	\
	{ .bvec = (storage), .max = (capacity) }

/**
 * DEFINE_IOV_FRAGS - define a buffer with storage on the stack
 * @name: name of the struct iov_frags
 * @capacity: how many fragments it has room for, a small constant
 */
#define DEFINE_IOV_FRAGS(name, capacity)	\
	struct bio_vec name##_storage[capacity];	\
	struct iov_frags name =		\
		IOV_FRAGS_INIT(name##_storage, ARRAY_SIZE(name##_storage))

/**
 * for_each_iov_frag - walk the filled fragments, first to last
 * @frag: struct bio_vec pointer, the cursor
 * @frags: the struct iov_frags to walk
 *
 * Runs in the caller's own context: no lock is taken and none is dropped.
 * After a break, @frag is the fragment the walk stopped at.
 */
#define for_each_iov_frag(frag, frags)	\
	for ((frag) = (frags)->bvec;	\
	     (frag) < (frags)->bvec + (frags)->nr; (frag)++)

/* Handles one fragment: 0 to go on, a negative errno to stop. */
typedef int (*iov_frag_fn)(struct page *page, size_t from, size_t size,
			   void *data);

ssize_t iov_iter_fill_frags(struct iov_iter *iter, struct iov_frags *frags,
			    size_t maxsize);
ssize_t iov_iter_fill_frags_max(struct iov_iter *iter, struct iov_frags *frags,
				size_t maxsize, unsigned int maxfrags);
ssize_t iov_iter_fill_frags_segment(struct iov_iter *iter,
				    struct iov_frags *frags, size_t maxsize);
ssize_t iov_iter_fill_frags_alloc(struct iov_iter *iter,
				  struct iov_frags *frags, size_t maxsize);
ssize_t iov_iter_take_frag(struct iov_iter *iter, struct bio_vec *frag,
			   size_t maxsize);
ssize_t iov_iter_hand_over_pages(struct iov_iter *iter, struct page ***pages,
				 size_t maxsize, size_t *offset);
void iov_iter_give_back(struct iov_iter *iter, struct iov_frags *frags,
			struct bio_vec *frag);
void iov_iter_trim_frags(struct iov_iter *iter, struct iov_frags *frags,
			 size_t bytes);
void iov_frags_put(struct iov_frags *frags);
void iov_frags_free(struct iov_frags *frags);

/**
 * iov_iter_for_each_page - call a function on each fragment of an iterator
 * @iter: the iterator to take from; moves on by the bytes returned
 * @maxsize: take no more bytes than this
 * @f: called with the page, the offset in it, the size and @data
 * @data: passed to @f
 *
 * @f runs in the caller's context, with the locks that the caller holds and no
 * other, on every page alike.  It returns 0 to go on and a negative errno to
 * stop; the fragment it refused then counts as not taken.  The page is
 * released after @f has returned: to keep it, @f takes its own reference.
 *
 * Return: the number of bytes that @f accepted; if there are none, the errno
 * of @f or of iov_iter_fill_frags(), or 0 when there was nothing to take.
 */
ssize_t iov_iter_for_each_page(struct iov_iter *iter, size_t maxsize,
			       iov_frag_fn f, void *data);

#endif /* _LINUX_IOV_FRAGS_H */
