/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of the sample tree.
 *
 * All pages lie in one arena: `mem_map[n]` describes the PAGE_SIZE bytes at
 * `n * PAGE_SIZE` from its start, so that an address and its page are found
 * from each other. Every page counts its references. A reference dropped
 * twice, or taken on a free page, is counted as an error and makes the test
 * which did it fail.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(addr) ALIGN(addr, PAGE_SIZE)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

#define MAX_RW_COUNT ((size_t)INT_MAX & PAGE_MASK)

#define FOLL_WRITE 0x1u
#define FOLL_NOFAULT 0x2u

/**
 * struct page - one page of the arena
 * @flags: PG_fault, PG_dirty and PG_mapped
 * @refcount: references held; 0 when the page is free
 */
struct page {
	unsigned int flags;
	int refcount;
};

/* A user access to the page fails, as if nothing were mapped there. */
#define PG_fault 0x1u
#define PG_dirty 0x2u
/* vm_munmap() has a reference to drop. */
#define PG_mapped 0x4u

/* How many references were dropped or taken on a free page. */
extern unsigned int page_ref_errors;

unsigned long page_to_pfn(const struct page *page);
void *page_address(const struct page *page);
struct page *virt_to_page(const void *addr);

void get_page(struct page *page);
void put_page(struct page *page);
void page_ref_sub(struct page *page, int nr);

int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages);
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags);

/* User memory, zeroed. Returns its address, or 0 if there is none. */
unsigned long vm_map_anonymous(size_t len);
int vm_munmap(unsigned long start, size_t len);

/* Pages which are not free. */
unsigned long pages_in_use(void);
void free_all_pages(void);

static inline int page_count(const struct page *page)
{
	return page->refcount;
}

static inline void set_page_dirty(struct page *page)
{
	page->flags |= PG_dirty;
}

/* The sample tree has no compound pages. */
static inline struct page *compound_head(struct page *page)
{
	return page;
}

#endif /* _LINUX_MM_H */
