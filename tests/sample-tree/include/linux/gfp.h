/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/types.h>

#define GFP_KERNEL 0x1u
#define GFP_NOFS 0x2u
#define GFP_NOIO 0x4u
#define GFP_ATOMIC 0x8u
#define GFP_HIGHUSER 0x10u
#define __GFP_ZERO 0x100u
#define __GFP_NOWARN 0x200u

struct page *alloc_pages(gfp_t gfp, unsigned int order);
struct page *alloc_adjacent_pages(gfp_t gfp, unsigned int nr);
void __free_pages(struct page *page, unsigned int order);

#define alloc_page(gfp) alloc_pages(gfp, 0)
#define __free_page(page) __free_pages(page, 0)

#endif /* _LINUX_GFP_H */
