/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BIO_H
#define _LINUX_BIO_H

#include <linux/bvec.h>
#include <linux/uio.h>

/**
 * struct request_queue - what a device can take
 * @block_size: an I/O is a multiple of that, a power of two
 * @dma_alignment: mask of the bits of an offset which must be 0
 * @max_bytes: the most that a request can have
 */
struct request_queue {
	unsigned int block_size;
	unsigned int dma_alignment;
	unsigned int max_bytes;
};

/**
 * struct bio - memory for an I/O
 * @q: the device
 * @size: bytes in it
 * @vcnt: entries in use of @io_vec
 * @max_vecs: entries which it has
 * @io_vec: the memory; each entry has a reference to its page
 */
struct bio {
	struct request_queue *q;
	unsigned int size;
	unsigned short vcnt;
	unsigned short max_vecs;
	struct bio_vec io_vec[];
};

struct bio *bio_alloc(struct request_queue *q, unsigned short max_vecs);
void bio_put(struct bio *bio);

/*
 * Adds a piece, to the last entry if it goes on there: then @same_page says
 * whether the page's reference is one too many. Returns 0 when it is full.
 */
unsigned int bio_add_hw_page(struct bio *bio, struct page *page,
			     unsigned int len, unsigned int offset,
			     bool *same_page);

/* block/append.c */
int bio_iov_iter_get_pages(struct bio *bio, struct iov_iter *iter);

/* block/map.c */
int bio_map_user(struct request_queue *q, struct iov_iter *iter,
		 struct bio **map);

#endif /* _LINUX_BIO_H */
