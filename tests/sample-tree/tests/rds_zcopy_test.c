// SPDX-License-Identifier: GPL-2.0-only
#include <net/rds.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct scatterlist table[MAX_ITER_PAGES];
	struct rds_message rm = { .sg = table };
	int rc;

	sg_init_table(table, ARRAY_SIZE(table));
	rc = rds_message_from_user(&rm, iter);
	trace_event("returned", rc, rm.nents,
		    rm.zcopy ? rm.zcopy->cookie : 0);
	trace_and_put_sg(table, rm.nents);
	kfree(rm.zcopy);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "rds_zcopy", drive);
}
