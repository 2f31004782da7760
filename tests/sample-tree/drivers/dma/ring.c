// SPDX-License-Identifier: GPL-2.0-only
/*
 * A DMA engine which works on arrays of pages.
 *
 * The array given to dma_ring_submit() is the engine's own from then on: it
 * goes through the pages on its own time, and dma_ring_complete() frees it.
 */
#include <linux/dma_ring.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/trace.h>

static bool dma_ring_submit(struct dma_ring *ring, struct page **pages,
			    size_t offset, size_t len)
{
	if (ring->nr == DMA_RING_SLOTS)
		return false;
	ring->jobs[ring->nr++] = (struct dma_job) { pages, offset, len };
	trace_event("submitted", ring->nr, offset, len);
	return true;
}

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
	struct page **pages;
	ssize_t bytes;
	size_t offset;
	int nr;

	bytes = iov_iter_get_pages_alloc2(iter, &pages, len, &offset);
	if (bytes <= 0)
		return bytes;

	if (!dma_ring_submit(ring, pages, offset, bytes)) {
		iov_iter_revert(iter, bytes);
		nr = DIV_ROUND_UP(offset + bytes, PAGE_SIZE);
		while (nr--)
			put_page(pages[nr]);
		kvfree(pages);
		return -EBUSY;
	}
	return bytes;
}
EXPORT_SYMBOL_GPL(dma_ring_queue);
