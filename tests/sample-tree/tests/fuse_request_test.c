// SPDX-License-Identifier: GPL-2.0-only
#include <linux/fuse_i.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	size_t bytes = rnd(2 * iov_iter_count(iter) + 1);
	struct fuse_args_pages ap = {};
	unsigned int k;
	int rc;

	rc = fuse_args_fill(&ap, iter, &bytes, 1 + rnd(FUSE_MAX_PAGES));
	trace_event("returned", rc, bytes, ap.num_pages);
	for (k = 0; k < ap.num_pages; k++)
		trace_page("page of request", ap.pages[k],
			   ap.descs[k].offset, ap.descs[k].length);
	fuse_args_release(&ap);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "fuse_request", drive);
}
