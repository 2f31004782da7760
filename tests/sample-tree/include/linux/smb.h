/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMB_H
#define _LINUX_SMB_H

#include <linux/bvec.h>
#include <linux/uio.h>

/**
 * struct smb_aio_ctx - asynchronous I/O of user memory
 * @bv: the memory; each entry has a reference to its page
 * @npages: entries in use
 * @len: bytes in them
 * @iter: the same as an iterator
 */
struct smb_aio_ctx {
	struct bio_vec *bv;
	unsigned int npages;
	size_t len;
	struct iov_iter iter;
};

/**
 * struct smb_writedata - a write under way
 * @pages: the pages, which the write owns with their array
 * @nr_pages: how many
 * @page_offset: where in the first page the bytes start
 * @tailsz: bytes in the last
 */
struct smb_writedata {
	struct page **pages;
	unsigned int nr_pages;
	unsigned int page_offset;
	unsigned int tailsz;
};

/* fs/smb/aio.c */
int smb_aio_setup(struct smb_aio_ctx *ctx, struct iov_iter *iter);
void smb_aio_release(struct smb_aio_ctx *ctx);

/* fs/smb/writev.c */
ssize_t smb_writev(struct iov_iter *from, size_t len, size_t wsize,
		   struct smb_writedata **wdata);
void smb_write_complete(struct smb_writedata *wdata);

#endif /* _LINUX_SMB_H */
