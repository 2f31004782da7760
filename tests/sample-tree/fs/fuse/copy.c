// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies between a request and the memory of the server.
 */
#include <linux/fuse_i.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/trace.h>
#include <linux/uio.h>

void fuse_copy_finish(struct fuse_copy_state *cs)
{
	if (cs->pg) {
		if (!cs->write)
			set_page_dirty(cs->pg);
		trace_event("page done", page_to_pfn(cs->pg), cs->len, 0);
		put_page(cs->pg);
	}
	cs->pg = NULL;
	cs->len = 0;
}
EXPORT_SYMBOL(fuse_copy_finish);

/* The server's next page; the one before is done. */
static int fuse_copy_fill(struct fuse_copy_state *cs)
{
	struct page *page;
	int err;

	fuse_copy_finish(cs);
	if (!iov_iter_count(cs->iter)) {
		return -EIO;
	} else {
		size_t off;
		err = iov_iter_get_pages2(cs->iter, &page, PAGE_SIZE, 1, &off);
		if (err < 0)
			return err;
		BUG_ON(!err);
		cs->len = err;
		cs->offset = off;
		cs->pg = page;
	}

	return 0;
}

static int fuse_copy_do(struct fuse_copy_state *cs, void **val,
			unsigned int *size)
{
	unsigned int ncpy = min(*size, cs->len);
	void *pgaddr = kmap_local_page(cs->pg);
	void *buf = pgaddr + cs->offset;

	if (cs->write)
		memcpy(buf, *val, ncpy);
	else
		memcpy(*val, buf, ncpy);
	kunmap_local(pgaddr);

	*val += ncpy;
	*size -= ncpy;
	cs->len -= ncpy;
	cs->offset += ncpy;
	return ncpy;
}

/**
 * fuse_copy() - copy one argument of a request
 * @cs: how far the copy got
 * @val: the argument
 * @size: its size
 *
 * Return: 0, or an error when the server's memory is at its end or not there.
 */
int fuse_copy(struct fuse_copy_state *cs, void *val, unsigned int size)
{
	while (size) {
		if (!cs->len) {
			int err = fuse_copy_fill(cs);

			if (err)
				return err;
		}
		fuse_copy_do(cs, &val, &size);
	}
	return 0;
}
EXPORT_SYMBOL(fuse_copy);
