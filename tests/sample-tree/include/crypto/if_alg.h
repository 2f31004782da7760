/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _CRYPTO_IF_ALG_H
#define _CRYPTO_IF_ALG_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

#define ALG_MAX_PAGES 16

/**
 * struct alg_sgl - input of an algorithm
 * @sg: the table, one entry a page
 * @pages: the same pages, each with a reference
 * @npages: how many
 */
struct alg_sgl {
	struct scatterlist sg[ALG_MAX_PAGES];
	struct page *pages[ALG_MAX_PAGES];
	unsigned int npages;
};

int alg_make_sg(struct alg_sgl *sgl, struct iov_iter *iter, int len);
void alg_free_sg(struct alg_sgl *sgl);

#endif /* _CRYPTO_IF_ALG_H */
