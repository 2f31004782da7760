// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmalloc() on top of the C library, counting what is not given back.
 */
#include <stdlib.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

static unsigned long outstanding;

/* Filled with a pattern: nothing works because memory happened to be 0. */
void *kmalloc(size_t size, gfp_t gfp)
{
	void *p = size <= INT_MAX ? malloc(size ? size : 1) : NULL;

	if (!p)
		return NULL;
	memset(p, gfp & __GFP_ZERO ? 0 : 0x5a, size);
	outstanding++;
	return p;
}
EXPORT_SYMBOL(kmalloc);

void kfree(const void *p)
{
	if (!p)
		return;
	BUG_ON(!outstanding);
	outstanding--;
	free((void *)p);
}
EXPORT_SYMBOL(kfree);

unsigned long kmalloc_outstanding(void)
{
	return outstanding;
}
EXPORT_SYMBOL(kmalloc_outstanding);
