// SPDX-License-Identifier: GPL-2.0-only
/*
 * Positions in memory: how far somebody got in it, and the pages under what
 * comes next.
 */
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/xarray.h>

static void iov_iter_set(struct iov_iter *i, enum iter_type type,
			 unsigned int direction, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = type,
		.data_source = direction,
		.count = count,
	};
}

void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_set(i, ITER_IOVEC, direction, count);
	i->__iov = iov;
	i->nr_segs = nr_segs;
}
EXPORT_SYMBOL(iov_iter_init);

void iov_iter_ubuf(struct iov_iter *i, unsigned int direction,
		   void __user *buf, size_t count)
{
	iov_iter_set(i, ITER_UBUF, direction, count);
	i->ubuf = buf;
	i->nr_segs = 1;
}
EXPORT_SYMBOL(iov_iter_ubuf);

void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_set(i, ITER_KVEC, direction, count);
	i->kvec = kvec;
	i->nr_segs = nr_segs;
}
EXPORT_SYMBOL(iov_iter_kvec);

void iov_iter_bvec(struct iov_iter *i, unsigned int direction,
		   const struct bio_vec *bvec, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_set(i, ITER_BVEC, direction, count);
	i->bvec = bvec;
	i->nr_segs = nr_segs;
}
EXPORT_SYMBOL(iov_iter_bvec);

void iov_iter_xarray(struct iov_iter *i, unsigned int direction,
		     struct xarray *xarray, loff_t start, size_t count)
{
	iov_iter_set(i, ITER_XARRAY, direction, count);
	i->xarray = xarray;
	i->xarray_start = start;
}
EXPORT_SYMBOL(iov_iter_xarray);

void iov_iter_discard(struct iov_iter *i, unsigned int direction,
		      size_t count)
{
	iov_iter_set(i, ITER_DISCARD, direction, count);
}
EXPORT_SYMBOL(iov_iter_discard);

static bool iov_iter_has_segments(const struct iov_iter *i)
{
	return iter_is_iovec(i) || iov_iter_is_kvec(i) || iov_iter_is_bvec(i);
}

static size_t first_seg_len(const struct iov_iter *i)
{
	if (iov_iter_is_bvec(i))
		return i->bvec->bv_len;
	if (iov_iter_is_kvec(i))
		return i->kvec->iov_len;
	return iter_iov(i)->iov_len;
}

static void step_segments(struct iov_iter *i, int by)
{
	if (iov_iter_is_bvec(i))
		i->bvec += by;
	else if (iov_iter_is_kvec(i))
		i->kvec += by;
	else
		i->__iov += by;
	i->nr_segs -= by;
}

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	bytes = min(bytes, i->count);
	i->count -= bytes;
	if (iov_iter_is_discard(i))
		return;

	bytes += i->iov_offset;
	if (iov_iter_has_segments(i)) {
		while (i->nr_segs && bytes >= first_seg_len(i)) {
			bytes -= first_seg_len(i);
			step_segments(i, 1);
		}
	}
	i->iov_offset = bytes;
}
EXPORT_SYMBOL(iov_iter_advance);

void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	if (WARN_ON(bytes > MAX_RW_COUNT))
		return;
	i->count += bytes;
	if (iov_iter_is_discard(i))
		return;

	while (bytes > i->iov_offset) {
		BUG_ON(!iov_iter_has_segments(i));
		bytes -= i->iov_offset;
		step_segments(i, -1);
		i->iov_offset = first_seg_len(i);
	}
	i->iov_offset -= bytes;
}
EXPORT_SYMBOL(iov_iter_revert);

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	if (iov_iter_has_segments(i) && i->nr_segs > 1)
		return min(i->count, first_seg_len(i) - i->iov_offset);
	return i->count;
}
EXPORT_SYMBOL(iov_iter_single_seg_count);

/* Where in its page the first byte of the first segment left lies. */
static size_t first_seg_offset(const struct iov_iter *i)
{
	switch (iov_iter_type(i)) {
	case ITER_UBUF:
		return offset_in_page(i->ubuf + i->iov_offset);
	case ITER_IOVEC:
		return offset_in_page(iter_iov(i)->iov_base + i->iov_offset);
	case ITER_KVEC:
		return offset_in_page(i->kvec->iov_base + i->iov_offset);
	case ITER_BVEC:
		return offset_in_page(i->bvec->bv_offset + i->iov_offset);
	case ITER_XARRAY:
		return offset_in_page(i->xarray_start + i->iov_offset);
	default:
		return 0;
	}
}

int iov_iter_npages(const struct iov_iter *i, int maxpages)
{
	struct iov_iter left = *i;
	size_t npages = 0;

	if (iov_iter_is_discard(i))
		return 0;
	while (left.count && npages < maxpages) {
		size_t len = iov_iter_single_seg_count(&left);

		if (len)
			npages += DIV_ROUND_UP(first_seg_offset(&left) + len,
					       PAGE_SIZE);
		iov_iter_advance(&left, len);
	}
	return min_t(size_t, npages, maxpages);
}
EXPORT_SYMBOL(iov_iter_npages);

/*
 * The array for the pages under @len bytes from @start of a page: the
 * caller's one, or a new one if he has none. Returns how many fit.
 */
static int want_pages_array(struct page ***pages, size_t len, size_t start,
			    unsigned int maxpages)
{
	size_t want = min_t(size_t, DIV_ROUND_UP(start + len, PAGE_SIZE),
			    maxpages);

	if (!*pages)
		*pages = kvmalloc_array(want, sizeof(**pages), GFP_KERNEL);
	return *pages ? want : 0;
}

static ssize_t iter_xarray_populate_pages(struct iov_iter *i,
					  struct page **pages, int nr)
{
	unsigned long index = (i->xarray_start + i->iov_offset) >> PAGE_SHIFT;
	XA_STATE(xas, i->xarray, index);
	struct page *page;
	int k = 0;

	rcu_read_lock();
	for (page = xas_load(&xas); page && k < nr; page = xas_next(&xas)) {
		page = find_subpage(page, xas.xa_index);
		get_page(page);
		pages[k++] = page;
	}
	rcu_read_unlock();
	return k;
}

static ssize_t iter_xarray_get_pages(struct iov_iter *i, struct page ***pages,
				     size_t maxsize, unsigned int maxpages,
				     size_t *start)
{
	int want, got;

	*start = offset_in_page(i->xarray_start + i->iov_offset);
	want = want_pages_array(pages, maxsize, *start, maxpages);
	if (!want)
		return -ENOMEM;
	got = iter_xarray_populate_pages(i, *pages, want);
	if (!got)
		return -EFAULT;

	maxsize = min(maxsize, got * PAGE_SIZE - *start);
	iov_iter_advance(i, maxsize);
	return maxsize;
}

/* Where the user's memory goes on, and how much of it lies in one piece. */
static unsigned long first_iovec_segment(const struct iov_iter *i, size_t *size)
{
	struct iov_iter at = *i;

	/* Leave what is done, and empty segments, behind. */
	iov_iter_advance(&at, 0);
	*size = min(*size, iov_iter_single_seg_count(&at));
	if (iter_is_ubuf(&at))
		return (unsigned long)at.ubuf + at.iov_offset;
	return (unsigned long)iter_iov(&at)->iov_base + at.iov_offset;
}

static struct page *first_bvec_segment(const struct iov_iter *i, size_t *size,
				       size_t *start)
{
	struct iov_iter at = *i;
	size_t skip;

	iov_iter_advance(&at, 0);
	*size = min(*size, iov_iter_single_seg_count(&at));
	skip = at.bvec->bv_offset + at.iov_offset;
	*start = offset_in_page(skip);
	return at.bvec->bv_page + (skip >> PAGE_SHIFT);
}

static ssize_t __iov_iter_get_pages_alloc(struct iov_iter *i,
					  struct page ***pages, size_t maxsize,
					  unsigned int maxpages, size_t *start)
{
	unsigned int gup_flags = iov_iter_rw(i) == WRITE ? 0 : FOLL_WRITE;
	struct page *page = NULL;
	unsigned long addr = 0;
	int want, got;

	maxsize = min3(maxsize, i->count, MAX_RW_COUNT);
	if (!maxsize)
		return 0;
	if (iov_iter_is_xarray(i))
		return iter_xarray_get_pages(i, pages, maxsize, maxpages, start);
	if (iov_iter_is_bvec(i)) {
		page = first_bvec_segment(i, &maxsize, start);
	} else if (user_backed_iter(i)) {
		addr = first_iovec_segment(i, &maxsize);
		*start = offset_in_page(addr);
	} else {
		return -EFAULT;
	}

	want = want_pages_array(pages, maxsize, *start, maxpages);
	if (!want)
		return -ENOMEM;
	if (i->nofault)
		gup_flags |= FOLL_NOFAULT;
	if (!page)
		got = get_user_pages_fast(addr & PAGE_MASK, want, gup_flags,
					  *pages);
	else
		for (got = 0; got < want; got++)
			get_page((*pages)[got] = page + got);
	if (got <= 0)
		return got;

	maxsize = min(maxsize, got * PAGE_SIZE - *start);
	iov_iter_advance(i, maxsize);
	return maxsize;
}

/**
 * iov_iter_get_pages2() - the pages under the front of an iterator
 * @i: the iterator; it moves on by what is returned
 * @pages: array for the pages
 * @maxsize: bytes wanted at most
 * @maxpages: pages which fit in @pages
 * @start: where in the first page the bytes start
 *
 * Takes a reference on every page given, which the caller drops. Considers one
 * segment of the iterator, whatever @maxsize and @maxpages are.
 *
 * Return: the bytes in the pages given; 0 when nothing is left; -EFAULT when
 * the first page is not to be had.
 */
ssize_t iov_iter_get_pages2(struct iov_iter *i, struct page **pages,
			    size_t maxsize, unsigned int maxpages,
			    size_t *start)
{
	if (!maxpages)
		return 0;
	BUG_ON(!pages);
	return __iov_iter_get_pages_alloc(i, &pages, maxsize, maxpages, start);
}
EXPORT_SYMBOL(iov_iter_get_pages2);

/**
 * iov_iter_get_pages_alloc2() - the same, in an array made for the purpose
 * @i: the iterator; it moves on by what is returned
 * @pages: where to put the array, which the caller frees with kvfree()
 * @maxsize: bytes wanted at most
 * @start: where in the first page the bytes start
 *
 * Return: as iov_iter_get_pages2(). There is no array unless it is positive.
 */
ssize_t iov_iter_get_pages_alloc2(struct iov_iter *i, struct page ***pages,
				  size_t maxsize, size_t *start)
{
	ssize_t len;

	*pages = NULL;
	len = __iov_iter_get_pages_alloc(i, pages, maxsize, ~0U, start);
	if (len <= 0) {
		kvfree(*pages);
		*pages = NULL;
	}
	return len;
}
EXPORT_SYMBOL(iov_iter_get_pages_alloc2);

/* The bytes of the first segment left, in one page, as an address. */
static void *first_piece(const struct iov_iter *i, size_t *len)
{
	size_t room = PAGE_SIZE - first_seg_offset(i);
	loff_t pos;
	size_t skip;

	*len = min3(*len, iov_iter_single_seg_count(i), room);
	switch (iov_iter_type(i)) {
	case ITER_UBUF:
		return i->ubuf + i->iov_offset;
	case ITER_IOVEC:
		return iter_iov(i)->iov_base + i->iov_offset;
	case ITER_KVEC:
		return i->kvec->iov_base + i->iov_offset;
	case ITER_BVEC:
		skip = i->bvec->bv_offset + i->iov_offset;
		return page_address(i->bvec->bv_page) + skip;
	case ITER_XARRAY:
		pos = i->xarray_start + i->iov_offset;
		if (!xa_load(i->xarray, pos >> PAGE_SHIFT))
			return NULL;
		return page_address(xa_load(i->xarray, pos >> PAGE_SHIFT)) +
		       offset_in_page(pos);
	default:
		return NULL;
	}
}

static bool piece_faults(const struct iov_iter *i, void *piece)
{
	return !piece || (user_backed_iter(i) &&
			  (virt_to_page(piece)->flags & PG_fault));
}

/* Copies until @bytes are done or a page is not there; returns how many. */
static size_t copy_iter(void *addr, size_t bytes, struct iov_iter *i, bool to)
{
	size_t done = 0;

	bytes = min(bytes, i->count);
	while (done < bytes) {
		size_t len = bytes - done;
		void *piece;

		iov_iter_advance(i, 0);
		piece = first_piece(i, &len);
		if (piece_faults(i, piece))
			break;
		if (to)
			memcpy(piece, addr + done, len);
		else
			memcpy(addr + done, piece, len);
		iov_iter_advance(i, len);
		done += len;
	}
	return done;
}

size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	return copy_iter(addr, bytes, i, false);
}
EXPORT_SYMBOL(copy_from_iter);

size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	return copy_iter((void *)addr, bytes, i, true);
}
EXPORT_SYMBOL(copy_to_iter);
