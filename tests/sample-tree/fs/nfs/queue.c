// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pieces queued for the server.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/trace.h>
#include "internal.h"

void nfs_direct_init(struct nfs_direct_req *dreq, size_t bytes,
		     unsigned int max)
{
	*dreq = (struct nfs_direct_req) { .bytes_left = bytes, .max = max };
	INIT_LIST_HEAD(&dreq->queue);
}

struct nfs_page *nfs_create_request(struct page *page, unsigned int offset,
				    unsigned int len)
{
	struct nfs_page *req;

	if (!len)
		return ERR_PTR(-EINVAL);
	req = kmalloc(sizeof(*req), GFP_KERNEL);
	if (!req)
		return ERR_PTR(-ENOMEM);
	get_page(page);
	*req = (struct nfs_page) {
		.page = page, .offset = offset, .len = len,
	};
	INIT_LIST_HEAD(&req->link);
	return req;
}

void nfs_release_request(struct nfs_page *req)
{
	put_page(req->page);
	kfree(req);
}

bool nfs_queue_request(struct nfs_direct_req *dreq, struct nfs_page *req)
{
	if (dreq->nr == dreq->max) {
		trace_event("refused", req->pos, 0, 0);
		return false;
	}
	trace_page("queued", req->page, req->offset, req->len);
	trace_event("queued at", req->pos, 0, 0);
	list_add_tail(&req->link, &dreq->queue);
	dreq->nr++;
	return true;
}

void nfs_direct_done(struct nfs_direct_req *dreq)
{
	struct nfs_page *req, *next;

	list_for_each_entry_safe(req, next, &dreq->queue, link) {
		trace_page("done", req->page, req->offset, req->len);
		list_del_init(&req->link);
		nfs_release_request(req);
	}
	dreq->nr = 0;
}
