// SPDX-License-Identifier: GPL-2.0-only
#include <linux/fuse_i.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct fuse_copy_state cs = { .write = rnd(2), .iter = iter };
	unsigned char arg[600];
	int rc = 0;

	while (!rc) {
		unsigned int size = 1 + rnd(sizeof(arg));

		memset(arg, rnd(256), sizeof(arg));
		rc = fuse_copy(&cs, arg, size);
		trace_event("returned", rc, size, cs.len);
		trace_bytes(arg, sizeof(arg));
	}
	fuse_copy_finish(&cs);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "fuse_copy", drive);
}
