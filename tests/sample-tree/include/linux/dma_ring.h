/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DMA_RING_H
#define _LINUX_DMA_RING_H

#include <linux/uio.h>

#define DMA_RING_SLOTS 4

/**
 * struct dma_job - a transfer which the engine was given
 * @pages: array of the pages; the engine reads it and frees it
 * @offset: where in the first page the bytes start
 * @len: their number
 */
struct dma_job {
	struct page **pages;
	size_t offset;
	size_t len;
};

/**
 * struct dma_ring - the engine's queue
 * @jobs: transfers under way
 * @nr: how many
 */
struct dma_ring {
	struct dma_job jobs[DMA_RING_SLOTS];
	int nr;
};

ssize_t dma_ring_queue(struct dma_ring *ring, struct iov_iter *iter,
		       size_t len);
void dma_ring_complete(struct dma_ring *ring);

#endif /* _LINUX_DMA_RING_H */
