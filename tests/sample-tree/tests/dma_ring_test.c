// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma_ring.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct dma_ring ring = {};
	int calls = 1 + rnd(DMA_RING_SLOTS + 2);

	while (calls--) {
		ssize_t rc = dma_ring_queue(&ring, iter, 1 + rnd(30000));

		trace_event("returned", rc, ring.nr, 0);
		if (rc == -EBUSY && rnd(2))
			dma_ring_complete(&ring);
	}
	dma_ring_complete(&ring);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "dma_ring", drive);
}
