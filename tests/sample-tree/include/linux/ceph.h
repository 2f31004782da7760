/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CEPH_H
#define _LINUX_CEPH_H

#include <linux/bvec.h>
#include <linux/uio.h>

/**
 * struct ceph_cursor - how far a message's data were sent
 * @iter: the data
 * @resid: bytes left of the message
 * @lastlen: bytes of @iter which were looked at and not yet passed
 */
struct ceph_cursor {
	struct iov_iter iter;
	size_t resid;
	size_t lastlen;
};

/**
 * struct ceph_request - a read into pages
 * @pages: the pages, which the request owns with their array
 * @len: bytes to read
 * @page_off: where in the first page they go
 */
struct ceph_request {
	struct page **pages;
	size_t len;
	size_t page_off;
};

/* fs/ceph/bvecs.c */
ssize_t ceph_bvecs_alloc(struct iov_iter *iter, size_t maxsize,
			 struct bio_vec **bvecs, int *num_bvecs);
void ceph_bvecs_put(struct bio_vec *bvecs, int num_bvecs);

/* fs/ceph/netread.c */
int ceph_read_submit(struct ceph_request *req, struct iov_iter *iter,
		     size_t len);
void ceph_read_complete(struct ceph_request *req);

/* net/ceph/cursor.c */
void ceph_cursor_init(struct ceph_cursor *cursor, struct iov_iter *iter);
struct page *ceph_cursor_next(struct ceph_cursor *cursor, size_t *page_offset,
			      size_t *length);
void ceph_cursor_advance(struct ceph_cursor *cursor, size_t bytes);

#endif /* _LINUX_CEPH_H */
