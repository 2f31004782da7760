// SPDX-License-Identifier: GPL-2.0-only
/*
 * Input of an algorithm, in the user's own pages.
 */
#include <crypto/if_alg.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/uio.h>

/**
 * alg_make_sg() - make the table of what comes next
 * @sgl: where the table and its pages are kept, until alg_free_sg()
 * @iter: the memory; it moves on by what is returned
 * @len: bytes at most
 *
 * Return: bytes in the table, or an error.
 */
int alg_make_sg(struct alg_sgl *sgl, struct iov_iter *iter, int len)
{
	size_t off;
	ssize_t n;
	int npages, i;

	n = iov_iter_get_pages2(iter, sgl->pages, len, ALG_MAX_PAGES, &off);
	if (n <= 0)
		return n;

	npages = DIV_ROUND_UP(off + n, PAGE_SIZE);
	if (WARN_ON(npages == 0))
		return -EINVAL;
	sg_init_table(sgl->sg, npages);

	for (i = 0, len = n; i < npages; i++) {
		int plen = min_t(int, len, PAGE_SIZE - off);

		sg_set_page(sgl->sg + i, sgl->pages[i], plen, off);

		off = 0;
		len -= plen;
	}
	sg_mark_end(sgl->sg + npages - 1);
	sgl->npages = npages;

	return n;
}
EXPORT_SYMBOL_GPL(alg_make_sg);

void alg_free_sg(struct alg_sgl *sgl)
{
	int i;

	for (i = 0; i < sgl->npages; i++)
		put_page(sgl->pages[i]);
	sgl->npages = 0;
}
EXPORT_SYMBOL_GPL(alg_free_sg);
