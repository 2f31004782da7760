// SPDX-License-Identifier: GPL-2.0-only
#include <crypto/if_alg.h>
#include "harness/harness.h"

static void trace_input(const struct alg_sgl *sgl)
{
	unsigned int k;

	for (k = 0; k < sgl->npages; k++)
		trace_page("input", sg_page(&sgl->sg[k]), sgl->sg[k].offset,
			   sgl->sg[k].length);
	if (sgl->npages)
		trace_event("end", sgl->sg[sgl->npages - 1].end, 0, 0);
}

static void drive(struct iov_iter *iter)
{
	int rc;

	do {
		struct alg_sgl sgl = {};

		rc = alg_make_sg(&sgl, iter, 1 + rnd(20 * PAGE_SIZE));
		trace_event("returned", rc, sgl.npages, 0);
		trace_input(&sgl);
		alg_free_sg(&sgl);
	} while (rc > 0);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "alg_sgl", drive);
}
