// SPDX-License-Identifier: GPL-2.0-only
#include <linux/capture.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	size_t count = iov_iter_count(iter);
	struct capture_plane *plane;
	struct capture cap = {};
	int rc;

	for_each_plane(plane, &cap) {
		plane->left = rnd(count / 2 + 2);
		sg_init_table(plane->sg, CAPTURE_PAGES);
	}
	rc = capture_map(&cap, iter);
	for_each_plane(plane, &cap) {
		trace_event("plane", rc, plane->left, plane->nents);
		trace_and_put_sg(plane->sg, plane->nents);
	}
	do {
		rc = capture_stamp(iter, rnd(256));
		trace_event("stamped", rc, 0, 0);
	} while (rc > 0 && rnd(8));
}

int main(int argc, char **argv)
{
	return run(argc, argv, "capture", drive);
}
