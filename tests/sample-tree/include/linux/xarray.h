/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/types.h>

/**
 * struct xarray - the pages of a file, by index
 * @slots: a pointer for each index, NULL for a hole
 * @nr: how many slots there are
 */
struct xarray {
	void **slots;
	unsigned long nr;
};

static inline void *xa_load(const struct xarray *xa, unsigned long index)
{
	return index < xa->nr ? xa->slots[index] : NULL;
}

#endif /* _LINUX_XARRAY_H */
