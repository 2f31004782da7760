// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pointers by index, in one array that grows.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/xarray.h>

static int xa_grow(struct xarray *xa, unsigned long nr, gfp_t gfp)
{
	void **slots = kvcalloc(nr, sizeof(*slots), gfp);

	if (!slots)
		return -ENOMEM;
	if (xa->nr)
		memcpy(slots, xa->slots, xa->nr * sizeof(*slots));
	kvfree(xa->slots);
	xa->slots = slots;
	xa->nr = nr;
	return 0;
}

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old = xa_load(xa, index);
	int err = 0;

	if (index >= xa->nr)
		err = xa_grow(xa, max(2 * xa->nr, index + 1), gfp);
	if (err)
		return ERR_PTR(err);
	xa->slots[index] = entry;
	return old;
}
EXPORT_SYMBOL(xa_store);

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *old = xa_load(xa, index);

	if (old)
		xa->slots[index] = NULL;
	return old;
}
EXPORT_SYMBOL(xa_erase);

void xa_destroy(struct xarray *xa)
{
	kvfree(xa->slots);
	xa_init(xa);
}
EXPORT_SYMBOL(xa_destroy);
