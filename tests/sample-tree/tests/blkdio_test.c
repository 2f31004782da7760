// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blkdio.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	int ret = blkdio_submit(iter, rnd(MAX_ITER_PAGES));

	trace_event("returned", ret, 0, 0);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "blkdio", drive);
}
