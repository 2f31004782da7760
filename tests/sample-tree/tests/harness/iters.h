/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ITERS_H
#define _ITERS_H

#include "harness.h"
#include <linux/xarray.h>

#define MAX_SEGS 6
#define MAX_MAPPED 16

/**
 * struct memory - an iterator and what it lies on
 * @pages: adjacent pages, each with one reference
 * @nr_pages: how many
 * @slots: the same, as the slots of @xarray
 * @iter: the iterator
 */
struct memory {
	struct page *pages[MAX_MAPPED];
	int nr_pages;
	void *slots[MAX_MAPPED];
	struct xarray xarray;
	union {
		struct iovec iov[MAX_SEGS];
		struct kvec kvec[MAX_SEGS];
		struct bio_vec bvec[MAX_SEGS];
	};
	struct iov_iter iter;
};

void rnd_seed(u64 seed);

void memory_init(struct memory *m, enum iter_type type);
void memory_fault(struct memory *m, int page);
bool memory_exit(struct memory *m);

#endif /* _ITERS_H */
