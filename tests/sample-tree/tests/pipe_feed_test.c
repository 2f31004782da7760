// SPDX-License-Identifier: GPL-2.0-only
#include <linux/pipe_fs_i.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct pipe_inode_info pipe = { .max_usage = rnd(PIPE_SLOTS + 1) };
	ssize_t rc;

	rc = pipe_feed(&pipe, iter);
	trace_event("returned", rc, pipe.used, pipe.max_usage);
	trace_and_put_bvecs(pipe.bufs, pipe.used);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "pipe_feed", drive);
}
