// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes sent straight from the user's memory.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smb.h>
#include <linux/trace.h>
#include <linux/uio.h>

static struct smb_writedata *smb_writedata_alloc(struct page **pages)
{
	struct smb_writedata *wdata = kzalloc(sizeof(*wdata), GFP_NOFS);

	if (wdata)
		wdata->pages = pages;
	return wdata;
}

/* Called when the server has answered, whoever waits for it. */
void smb_write_complete(struct smb_writedata *wdata)
{
	unsigned int i;

	for (i = 0; i < wdata->nr_pages; i++)
		put_page(wdata->pages[i]);
	kvfree(wdata->pages);
	kfree(wdata);
}
EXPORT_SYMBOL(smb_write_complete);

/**
 * smb_writev() - make a write of what comes next
 * @from: the memory; it moves on by what is returned
 * @len: bytes wanted
 * @wsize: bytes which the server takes at a time
 * @wdatap: where to put the write
 *
 * Return: bytes in the write, or an error.
 */
ssize_t smb_writev(struct iov_iter *from, size_t len, size_t wsize,
		   struct smb_writedata **wdatap)
{
	size_t cur_len = min_t(const size_t, len, wsize);
	struct smb_writedata *wdata;
	struct page **pagevec;
	unsigned int nr_pages, i;
	ssize_t result;
	size_t start;

	result = iov_iter_get_pages_alloc2(
		from, &pagevec, cur_len, &start);
	if (result < 0) {
		pr_debug("%s: no pages: %zd, iterator of type %d, %zu left\n",
			 __func__, result, iov_iter_type(from), from->count);
		return result;
	}
	cur_len = (size_t)result;

	nr_pages =
		(cur_len + start + PAGE_SIZE - 1) / PAGE_SIZE;

	wdata = smb_writedata_alloc(pagevec);
	if (!wdata) {
		for (i = 0; i < nr_pages; i++)
			put_page(pagevec[i]);
		kvfree(pagevec);
		return -ENOMEM;
	}

	wdata->nr_pages = nr_pages;
	wdata->page_offset = start;
	wdata->tailsz =
		nr_pages > 1 ?
			cur_len - (PAGE_SIZE - start) -
			(nr_pages - 2) * PAGE_SIZE :
			cur_len;
	trace_event("write", nr_pages, start, wdata->tailsz);
	*wdatap = wdata;
	return cur_len;
}
EXPORT_SYMBOL(smb_writev);
