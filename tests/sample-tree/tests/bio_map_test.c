// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bio.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct request_queue q = {
		.dma_alignment = rnd(2) ? 0 : 3,
		.max_bytes = PAGE_SIZE * (1 + rnd(MAX_ITER_PAGES)),
	};
	struct bio *bio = NULL;
	int rc;

	rc = bio_map_user(&q, iter, &bio);
	trace_event("returned", rc, bio ? bio->size : 0, bio ? bio->vcnt : 0);
	if (bio)
		bio_put(bio);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "bio_map", drive);
}
