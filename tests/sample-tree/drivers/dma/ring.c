// SPDX-License-Identifier: GPL-2.0-only
/*
 * A DMA engine which works on arrays of pages.
 *
 * The array is got straight into the engine's descriptor and is the engine's
 * own from then on: it goes through the pages on its own time, and
 * dma_ring_complete() frees it.
 */
#include <linux/dma_ring.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/trace.h>
#include <linux/uio.h>

/* The engine's interrupt: everything submitted is done. */
void dma_ring_complete(struct dma_ring *ring)
{
	int i;

	for (i = 0; i < ring->nr; i++) {
		struct dma_job *job = &ring->jobs[i];
		size_t left = job->len, offset = job->offset;
		struct page **p;

		for (p = job->pages; left; p++, offset = 0) {
			size_t n = min(left, PAGE_SIZE - offset);

			trace_page("transferred", *p, offset, n);
			put_page(*p);
			left -= n;
		}
		kvfree(job->pages);
	}
	ring->nr = 0;
}
EXPORT_SYMBOL_GPL(dma_ring_complete);

/**
 * dma_ring_queue() - give the engine what comes next
 * @ring: the engine's queue
 * @iter: the memory; it moves on by what is returned
 * @len: bytes at most
 *
 * Return: bytes given to the engine; -EBUSY if its queue is full; -EFAULT.
 */
ssize_t dma_ring_queue(struct dma_ring *ring, struct iov_iter *iter,
		       size_t len)
{
	struct dma_job *job = &ring->jobs[ring->nr];
	ssize_t bytes;

	if (ring->nr == DMA_RING_SLOTS)
		return -EBUSY;

	bytes = iov_iter_get_pages_alloc2(iter, &job->pages, len,
					  &job->offset);
	if (bytes <= 0)
		return bytes;

	job->len = bytes;
	ring->nr++;
	trace_event("submitted", ring->nr, job->offset, job->len);
	return bytes;
}
EXPORT_SYMBOL_GPL(dma_ring_queue);
