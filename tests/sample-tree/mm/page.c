// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arena of pages, and who may refer to them.
 */
#include <linux/export.h>
#include <linux/mm.h>

#define NR_PAGES 512

static unsigned char arena[NR_PAGES][PAGE_SIZE]
	__attribute__((__aligned__(PAGE_SIZE)));
static struct page mem_map[NR_PAGES];

unsigned int page_ref_errors;

unsigned long page_to_pfn(const struct page *page)
{
	return page - mem_map;
}
EXPORT_SYMBOL(page_to_pfn);

void *page_address(const struct page *page)
{
	return arena[page_to_pfn(page)];
}
EXPORT_SYMBOL(page_address);

static bool in_arena(unsigned long addr)
{
	return addr - (unsigned long)arena < sizeof(arena);
}

struct page *virt_to_page(const void *addr)
{
	BUG_ON(!in_arena((unsigned long)addr));
	return &mem_map[((unsigned long)addr - (unsigned long)arena) >>
			PAGE_SHIFT];
}
EXPORT_SYMBOL(virt_to_page);

static bool all_free(const struct page *page, unsigned int nr)
{
	while (nr--) {
		if (page[nr].refcount)
			return false;
	}
	return true;
}

static struct page *take_pages(struct page *page, gfp_t gfp, unsigned int nr)
{
	unsigned int k;

	for (k = 0; k < nr; k++)
		page[k] = (struct page) { .refcount = 1 };
	if (gfp & __GFP_ZERO)
		memset(page_address(page), 0, nr * PAGE_SIZE);
	return page;
}

/* First fit, so that the same calls give the same pages. */
struct page *alloc_adjacent_pages(gfp_t gfp, unsigned int nr)
{
	unsigned int pfn;

	for (pfn = 0; pfn + nr <= NR_PAGES; pfn++) {
		if (all_free(&mem_map[pfn], nr))
			return take_pages(&mem_map[pfn], gfp, nr);
	}
	return NULL;
}
EXPORT_SYMBOL(alloc_adjacent_pages);

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return alloc_adjacent_pages(gfp, 1U << order);
}
EXPORT_SYMBOL(alloc_pages);

void __free_pages(struct page *page, unsigned int order)
{
	unsigned int k;

	for (k = 0; k < 1U << order; k++)
		put_page(page + k);
}
EXPORT_SYMBOL(__free_pages);

void get_page(struct page *page)
{
	if (page->refcount <= 0)
		page_ref_errors++;
	page->refcount++;
}
EXPORT_SYMBOL(get_page);

void page_ref_sub(struct page *page, int nr)
{
	if (page->refcount < nr) {
		page_ref_errors++;
		return;
	}
	page->refcount -= nr;
}
EXPORT_SYMBOL(page_ref_sub);

void put_page(struct page *page)
{
	page_ref_sub(page, 1);
	if (!page->refcount)
		memset(page_address(page), 0x6b, PAGE_SIZE);
}
EXPORT_SYMBOL(put_page);

/*
 * Takes the pages of user memory from @start on, until one is not there.
 * What is not user memory is refused.
 */
int get_user_pages_fast(unsigned long start, int nr_pages,
			unsigned int gup_flags, struct page **pages)
{
	int k;

	for (k = 0; k < nr_pages; k++, start += PAGE_SIZE) {
		struct page *page;

		if (!in_arena(start))
			break;
		page = virt_to_page((void *)start);
		if (!page->refcount || (page->flags & PG_fault))
			break;
		get_page(page);
		if (gup_flags & FOLL_WRITE)
			set_page_dirty(page);
		pages[k] = page;
	}
	return k ? k : -EFAULT;
}
EXPORT_SYMBOL(get_user_pages_fast);

long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages,
			     struct page **pages, unsigned int gup_flags)
{
	return get_user_pages_fast(start, nr_pages, gup_flags, pages);
}
EXPORT_SYMBOL(get_user_pages_unlocked);

unsigned long pages_in_use(void)
{
	unsigned long n = 0;
	unsigned int pfn;

	for (pfn = 0; pfn < NR_PAGES; pfn++)
		n += mem_map[pfn].refcount > 0;
	return n;
}
EXPORT_SYMBOL(pages_in_use);

/* Frees every page, whoever has a reference. */
void free_all_pages(void)
{
	memset(mem_map, 0, sizeof(mem_map));
}
EXPORT_SYMBOL(free_all_pages);
