// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random iterators.
 */
#include "iters.h"

static u64 state;

void rnd_seed(u64 seed)
{
	state = seed * 0x9e3779b97f4a7c15ULL + 1;
}

/* xorshift64* */
u32 rnd(u32 below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return below ? ((state * 0x2545f4914f6cdd1dULL) >> 33) % below : 0;
}

static void fill_page(struct page *page)
{
	u32 *word = page_address(page);
	int k;

	for (k = 0; k < PAGE_SIZE / sizeof(*word); k++)
		word[k] = rnd(~0U);
}

static void map_pages(struct memory *m)
{
	int k;

	m->nr_pages = 1 + rnd(MAX_MAPPED);
	for (k = 0; k < m->nr_pages; k++) {
		m->pages[k] = alloc_page(GFP_KERNEL);
		BUG_ON(!m->pages[k] || m->pages[k] != m->pages[0] + k);
		fill_page(m->pages[k]);
		m->slots[k] = m->pages[k];
	}
	m->xarray = (struct xarray) { m->slots, m->nr_pages };
}

/* A place in a page: its start, its last byte, or anywhere. */
static size_t rnd_offset(void)
{
	switch (rnd(4)) {
	case 0:
		return 0;
	case 1:
		return PAGE_SIZE - 1;
	default:
		return rnd(PAGE_SIZE);
	}
}

/* A length from @start on: none, few bytes, up to a page's end, or any. */
static size_t rnd_len(size_t start, size_t max)
{
	size_t len;

	switch (rnd(6)) {
	case 0:
		return 0;
	case 1:
		len = 1 + rnd(16);
		break;
	case 2:
		len = PAGE_SIZE * (1 + rnd(3)) - offset_in_page(start);
		break;
	default:
		len = 1 + rnd(6 * PAGE_SIZE);
		break;
	}
	return min(len, max);
}

/* Where the bytes of a segment lie in the memory. */
static void rnd_seg(struct memory *m, size_t *start, size_t *len)
{
	*start = rnd(m->nr_pages) * PAGE_SIZE + rnd_offset();
	*len = rnd_len(*start, m->nr_pages * PAGE_SIZE - *start);
}

static size_t set_seg(struct memory *m, enum iter_type type, int k)
{
	size_t start, len;
	void *base;

	rnd_seg(m, &start, &len);
	base = page_address(m->pages[0]) + start;
	if (type == ITER_IOVEC)
		m->iov[k] = (struct iovec) { base, len };
	else if (type == ITER_KVEC)
		m->kvec[k] = (struct kvec) { base, len };
	else
		bvec_set_page(&m->bvec[k], virt_to_page(base), len,
			      offset_in_page(base));
	return len;
}

static void init_segments(struct memory *m, enum iter_type type, int dir)
{
	int nr = rnd(3) ? 1 + rnd(MAX_SEGS) : 1;
	size_t count = 0;
	int k;

	for (k = 0; k < nr; k++)
		count += set_seg(m, type, k);
	if (type == ITER_IOVEC)
		iov_iter_init(&m->iter, dir, m->iov, nr, count);
	else if (type == ITER_KVEC)
		iov_iter_kvec(&m->iter, dir, m->kvec, nr, count);
	else
		iov_iter_bvec(&m->iter, dir, m->bvec, nr, count);
}

static void init_range(struct memory *m, enum iter_type type, int dir)
{
	size_t start, len;

	rnd_seg(m, &start, &len);
	if (type == ITER_UBUF)
		iov_iter_ubuf(&m->iter, dir, page_address(m->pages[0]) + start,
			      len);
	else if (type == ITER_XARRAY)
		iov_iter_xarray(&m->iter, dir, &m->xarray, start, len);
	else
		iov_iter_discard(&m->iter, dir, len);
}

void memory_init(struct memory *m, enum iter_type type)
{
	int dir;

	map_pages(m);
	dir = rnd(4) ? ITER_SOURCE : ITER_DEST;
	if (type == ITER_IOVEC || type == ITER_KVEC || type == ITER_BVEC)
		init_segments(m, type, dir);
	else
		init_range(m, type, dir);

	/* Somebody may have been here before, and the end be cut off. */
	if (!rnd(3))
		iov_iter_advance(&m->iter, rnd(m->iter.count));
	if (!rnd(4))
		iov_iter_truncate(&m->iter, rnd(m->iter.count + 1));
}

/* A page is not there: not mapped for the user, a hole in the file. */
void memory_fault(struct memory *m, int page)
{
	m->pages[page]->flags |= PG_fault;
	m->slots[page] = NULL;
}

static struct page *first_page(const struct memory *m)
{
	const struct iov_iter *i = &m->iter;

	switch (iov_iter_type(i)) {
	case ITER_UBUF:
		return virt_to_page(i->ubuf);
	case ITER_IOVEC:
		return virt_to_page(iter_iov(i)->iov_base);
	case ITER_KVEC:
		return virt_to_page(i->kvec->iov_base);
	case ITER_BVEC:
		return i->bvec->bv_page;
	default:
		return m->pages[0];
	}
}

/*
 * Where the iterator stands. Between two segments, the end of the one and the
 * start of the other are the same place.
 */
static void trace_position(struct memory *m)
{
	s64 segs = 0;

	iov_iter_advance(&m->iter, 0);
	if (m->iter.count && !iov_iter_is_xarray(&m->iter))
		segs = m->iter.nr_segs;
	trace_event("iterator", m->iter.count,
		    m->iter.count ? (s64)m->iter.iov_offset : 0, segs);
	if (m->iter.count)
		trace_event("segment", page_to_pfn(first_page(m)), 0, 0);
}

/* Says whether every page has the reference that it had, and no other. */
bool memory_exit(struct memory *m)
{
	bool ok = true;
	int k;

	trace_position(m);
	for (k = 0; k < m->nr_pages; k++) {
		trace_event("page", k, page_count(m->pages[k]), 0);
		trace_bytes(page_address(m->pages[k]), PAGE_SIZE);
		ok &= page_count(m->pages[k]) == 1;
	}
	for (k = 0; k < m->nr_pages; k++)
		put_page(m->pages[k]);
	ok &= pages_in_use() == 0;
	free_all_pages();
	return ok;
}
