/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FUSE_I_H
#define _LINUX_FUSE_I_H

#include <linux/uio.h>

#define FUSE_MAX_PAGES 32

/**
 * struct fuse_copy_state - a copy between a request and the server's memory
 * @write: from the request to the server
 * @iter: the server's memory
 * @pg: page of it which is being worked on, with a reference
 * @len: bytes left in @pg
 * @offset: where they start
 */
struct fuse_copy_state {
	bool write;
	struct iov_iter *iter;
	struct page *pg;
	unsigned int len;
	unsigned int offset;
};

struct fuse_page_desc {
	unsigned int length;
	unsigned int offset;
};

/**
 * struct fuse_args_pages - the pages of a request
 * @num_pages: how many there are
 * @pages: each with a reference, dropped when the request is done
 * @descs: the bytes used in each
 */
struct fuse_args_pages {
	unsigned int num_pages;
	struct page *pages[FUSE_MAX_PAGES];
	struct fuse_page_desc descs[FUSE_MAX_PAGES];
};

/* fs/fuse/copy.c */
int fuse_copy(struct fuse_copy_state *cs, void *val, unsigned int size);
void fuse_copy_finish(struct fuse_copy_state *cs);

/* fs/fuse/request.c */
int fuse_args_fill(struct fuse_args_pages *ap, struct iov_iter *ii,
		   size_t *nbytesp, unsigned int max_pages);
void fuse_args_release(struct fuse_args_pages *ap);

#endif /* _LINUX_FUSE_I_H */
