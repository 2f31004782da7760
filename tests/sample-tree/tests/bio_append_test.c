// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct request_queue q = {
		.block_size = 1 << rnd(10),
		.max_bytes = PAGE_SIZE * (1 + rnd(MAX_ITER_PAGES)),
	};
	struct bio *bio = bio_alloc(&q, 1 + rnd(MAX_ITER_PAGES));
	int rc;

	rc = bio_iov_iter_get_pages(bio, iter);
	trace_event("returned", rc, bio->size, bio->vcnt);
	bio_put(bio);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "bio_append", drive);
}
