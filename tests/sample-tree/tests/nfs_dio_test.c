// SPDX-License-Identifier: GPL-2.0-only
#include <linux/nfs_direct.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	size_t size = (1 + rnd(5)) * PAGE_SIZE;
	struct nfs_direct_req dreq;
	loff_t pos = rnd(1 << 30);
	ssize_t rc;

	nfs_direct_init(&dreq, iov_iter_count(iter), rnd(MAX_ITER_PAGES));
	if (iter->data_source)
		rc = nfs_direct_write(&dreq, iter, pos, size);
	else
		rc = nfs_direct_read(&dreq, iter, pos, size);
	trace_event("returned", rc, dreq.nr, dreq.bytes_left);
	nfs_direct_done(&dreq);
	/* Where the iterator stands after a failure is not defined. */
	if (dreq.bytes_left)
		iov_iter_discard(iter, ITER_SOURCE, 0);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "nfs_dio", drive);
}
