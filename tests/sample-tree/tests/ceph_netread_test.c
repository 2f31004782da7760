// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ceph.h>
#include "harness/harness.h"

/* What a device would do: write into the pages. */
static void receive(struct ceph_request *req)
{
	size_t off = req->page_off, left = req->len;
	int k;

	for (k = 0; left; k++, off = 0) {
		size_t n = min(left, PAGE_SIZE - off);

		memset(page_address(req->pages[k]) + off, rnd(256), n);
		trace_page("read", req->pages[k], off, n);
		left -= n;
	}
}

static void drive(struct iov_iter *iter)
{
	int rc = 0;

	while (iov_iter_count(iter) && !rc) {
		struct ceph_request req = {};

		rc = ceph_read_submit(&req, iter, 1 + rnd(5 * PAGE_SIZE));
		trace_event("returned", rc, req.len, req.page_off);
		if (!rc)
			receive(&req);
		ceph_read_complete(&req);
	}
}

int main(int argc, char **argv)
{
	return run(argc, argv, "ceph_netread", drive);
}
