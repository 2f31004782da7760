/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _FS_NFS_INTERNAL_H
#define _FS_NFS_INTERNAL_H

#include <linux/nfs_direct.h>

/* Takes a reference to the page, which nfs_release_request() drops. */
struct nfs_page *nfs_create_request(struct page *page, unsigned int offset,
				    unsigned int len);
void nfs_release_request(struct nfs_page *req);

/* There is no place for the request, nor does it go on where the last ended. */
bool nfs_queue_full(struct nfs_direct_req *dreq, const struct nfs_page *req);

/* The queue owns the request, unless it is full: then false. */
bool nfs_queue_request(struct nfs_direct_req *dreq, struct nfs_page *req);

#endif /* _FS_NFS_INTERNAL_H */
