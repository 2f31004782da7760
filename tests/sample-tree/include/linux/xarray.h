/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/types.h>

/**
 * struct xarray - pointers by index, such as the pages of a file
 * @slots: a pointer for each index, NULL for a hole
 * @nr: how many slots there are
 */
struct xarray {
	void **slots;
	unsigned long nr;
};

#define XARRAY_INIT(name, flags) { }
#define DEFINE_XARRAY(name) struct xarray name = XARRAY_INIT(name, 0)

static inline void xa_init(struct xarray *xa)
{
	*xa = (struct xarray) { };
}

static inline void *xa_load(const struct xarray *xa, unsigned long index)
{
	return index < xa->nr ? xa->slots[index] : NULL;
}

static inline bool xa_is_err(const void *entry)
{
	return IS_ERR(entry);
}

static inline int xa_err(const void *entry)
{
	return xa_is_err(entry) ? PTR_ERR(entry) : 0;
}

/* Returns what was there before, or an error pointer. */
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
void xa_destroy(struct xarray *xa);

#endif /* _LINUX_XARRAY_H */
