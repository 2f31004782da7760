/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_NFS_DIRECT_H
#define _LINUX_NFS_DIRECT_H

#include <linux/list.h>
#include <linux/uio.h>

/**
 * struct nfs_page - a piece of a page to be read or written
 * @link: in the queue
 * @page: the page, with a reference of its own
 * @offset: where the piece starts in it
 * @len: its bytes
 * @pos: where they are in the file
 */
struct nfs_page {
	struct list_head link;
	struct page *page;
	unsigned int offset;
	unsigned int len;
	loff_t pos;
};

/**
 * struct nfs_direct_req - direct I/O under way
 * @queue: pieces queued
 * @nr: how many
 * @max: how many can be queued before one is refused
 * @bytes_left: bytes not queued yet
 */
struct nfs_direct_req {
	struct list_head queue;
	unsigned int nr;
	unsigned int max;
	size_t bytes_left;
};

void nfs_direct_init(struct nfs_direct_req *dreq, size_t bytes,
		     unsigned int max);
void nfs_direct_done(struct nfs_direct_req *dreq);

ssize_t nfs_direct_read(struct nfs_direct_req *dreq, struct iov_iter *iter,
			loff_t pos, size_t rsize);
ssize_t nfs_direct_write(struct nfs_direct_req *dreq, struct iov_iter *iter,
			 loff_t pos, size_t wsize);

#endif /* _LINUX_NFS_DIRECT_H */
