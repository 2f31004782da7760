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

/* A piece that goes on where the last one ended, in file and page. */
static struct nfs_page *nfs_last_before(struct nfs_direct_req *dreq,
					const struct nfs_page *req)
{
	struct nfs_page *last;

	if (list_empty(&dreq->queue))
		return NULL;
	last = list_entry(dreq->queue.prev, struct nfs_page, link);
	if (last->page != req->page || last->pos + last->len != req->pos ||
	    last->offset + last->len != req->offset)
		return NULL;
	return last;
}

bool nfs_queue_full(struct nfs_direct_req *dreq, const struct nfs_page *req)
{
	return dreq->nr == dreq->max && !nfs_last_before(dreq, req);
}

bool nfs_queue_request(struct nfs_direct_req *dreq, struct nfs_page *req)
{
	struct nfs_page *last = nfs_last_before(dreq, req);

	if (nfs_queue_full(dreq, req)) {
		trace_event("refused", req->pos, 0, 0);
		return false;
	}
	if (last) {
		last->len += req->len;
		nfs_release_request(req);
	} else {
		list_add_tail(&req->link, &dreq->queue);
		dreq->nr++;
	}
	return true;
}

void nfs_direct_done(struct nfs_direct_req *dreq)
{
	struct nfs_page *req, *next;

	list_for_each_entry_safe(req, next, &dreq->queue, link) {
		trace_page("sent", req->page, req->offset, req->len);
		trace_event("sent at", req->pos, 0, 0);
		list_del_init(&req->link);
		nfs_release_request(req);
	}
	dreq->nr = 0;
}
