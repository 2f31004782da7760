// SPDX-License-Identifier: GPL-2.0-only
/*
 * User memory.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

unsigned long vm_map_anonymous(size_t len)
{
	unsigned int nr = DIV_ROUND_UP(len, PAGE_SIZE);
	struct page *page = alloc_adjacent_pages(GFP_HIGHUSER | __GFP_ZERO, nr);
	unsigned int k;

	if (!page)
		return 0;
	for (k = 0; k < nr; k++)
		page[k].flags |= PG_mapped;
	return (unsigned long)page_address(page);
}
EXPORT_SYMBOL(vm_map_anonymous);

/* Somebody may still have a reference: the page is there, the memory is not. */
static void unmap_page(struct page *page)
{
	if (!(page->flags & PG_mapped))
		return;
	page->flags &= ~PG_mapped;
	page->flags |= PG_fault;
	put_page(page);
}

int vm_munmap(unsigned long start, size_t len)
{
	if (offset_in_page(start))
		return -EINVAL;
	for (; len; start += PAGE_SIZE, len -= min(len, PAGE_SIZE))
		unmap_page(virt_to_page((void *)start));
	return 0;
}
EXPORT_SYMBOL(vm_munmap);

static unsigned long copy_user(void *to, const void *from, unsigned long n,
			       const void *user)
{
	while (n) {
		unsigned long len = min(n, PAGE_SIZE - offset_in_page(user));

		if (virt_to_page(user)->flags & PG_fault)
			break;
		memcpy(to, from, len);
		to += len;
		from += len;
		user += len;
		n -= len;
	}
	return n;
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return copy_user(to, from, n, to);
}
EXPORT_SYMBOL(copy_to_user);

unsigned long copy_from_user(void *to, const void __user *from,
			     unsigned long n)
{
	return copy_user(to, from, n, from);
}
EXPORT_SYMBOL(copy_from_user);
