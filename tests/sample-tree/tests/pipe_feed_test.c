// SPDX-License-Identifier: GPL-2.0-only
#include <linux/pipe_fs_i.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct pipe_inode_info pipe = { .max_usage = rnd(PIPE_SLOTS + 1) };
	ssize_t rc;
	int k;

	rc = pipe_feed(&pipe, iter);
	trace_event("returned", rc, pipe.used, pipe.max_usage);
	for (k = 0; k < pipe.used; k++) {
		trace_page("buffer", pipe.bufs[k].page, pipe.bufs[k].offset,
			   pipe.bufs[k].len);
		put_page(pipe.bufs[k].page);
	}
}

int main(int argc, char **argv)
{
	return run(argc, argv, "pipe_feed", drive);
}
