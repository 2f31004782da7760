// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads from the network straight into pages.
 */
#include <linux/ceph.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/trace.h>
#include <linux/uio.h>

/**
 * ceph_read_submit() - give a request the pages it reads into
 * @req: the request, which owns them and their array until it is complete
 * @iter: where the bytes shall go
 * @len: how many at most
 *
 * Return: 0 or an error.
 */
int ceph_read_submit(struct ceph_request *req, struct iov_iter *iter,
		     size_t len)
{
	struct page **pages;
	size_t page_off;
	ssize_t err;

	err = iov_iter_get_pages_alloc2(iter, &pages, len, &page_off);
	if (err < 0) {
		pr_debug("%s: no pages to read into: %zd\n", __func__, err);
		goto out;
	}

	len = err;
	err = 0;

	req->pages = pages;
	req->len = len;
	req->page_off = page_off;
	trace_event("read submitted", len, page_off, 0);
out:
	return err;
}
EXPORT_SYMBOL(ceph_read_submit);

void ceph_read_complete(struct ceph_request *req)
{
	int nr = DIV_ROUND_UP(req->page_off + req->len, PAGE_SIZE);

	if (!req->pages)
		return;
	while (nr--)
		put_page(req->pages[nr]);
	kvfree(req->pages);
	req->pages = NULL;
}
EXPORT_SYMBOL(ceph_read_complete);
