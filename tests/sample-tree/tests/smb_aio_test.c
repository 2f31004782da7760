// SPDX-License-Identifier: GPL-2.0-only
#include <linux/smb.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct smb_aio_ctx ctx = {};
	unsigned int k;
	char head[64];
	int rc;

	rc = smb_aio_setup(&ctx, iter);
	trace_event("returned", rc, ctx.npages, ctx.len);
	for (k = 0; k < ctx.npages; k++)
		trace_page("bvec", ctx.bv[k].bv_page, ctx.bv[k].bv_offset,
			   ctx.bv[k].bv_len);
	if (!rc)
		trace_bytes(head, copy_from_iter(head, sizeof(head),
						 &ctx.iter));
	smb_aio_release(&ctx);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "smb_aio", drive);
}
