// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ceph.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct bio_vec *bvecs = NULL;
	int k, nr = 0;
	ssize_t rc;

	rc = ceph_bvecs_alloc(iter, rnd(2 * iov_iter_count(iter) + 1), &bvecs,
			      &nr);
	trace_event("returned", rc, nr, 0);
	for (k = 0; k < nr; k++) {
		if (bvecs[k].bv_page)
			trace_page("bvec", bvecs[k].bv_page,
				   bvecs[k].bv_offset, bvecs[k].bv_len);
	}
	ceph_bvecs_put(bvecs, nr);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "ceph_bvecs", drive);
}
