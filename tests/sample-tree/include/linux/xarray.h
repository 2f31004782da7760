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

/**
 * struct xa_state - a walk over the pointers, from one index on
 * @xa: the pointers
 * @xa_index: the index of the one seen last
 */
struct xa_state {
	const struct xarray *xa;
	unsigned long xa_index;
};

#define XA_STATE(name, array, index) \
	struct xa_state name = { .xa = (array), .xa_index = (index) }

static inline void *xas_load(struct xa_state *xas)
{
	return xa_load(xas->xa, xas->xa_index);
}

static inline void *xas_next(struct xa_state *xas)
{
	xas->xa_index++;
	return xas_load(xas);
}

static inline void *xas_reload(struct xa_state *xas)
{
	return xas_load(xas);
}

static inline void xas_reset(struct xa_state *xas)
{
}

/* Nobody changes the pointers while somebody walks over them. */
static inline bool xas_retry(struct xa_state *xas, const void *entry)
{
	return false;
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
