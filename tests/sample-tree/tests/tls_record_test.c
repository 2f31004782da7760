// SPDX-License-Identifier: GPL-2.0-only
#include <net/sock.h>
#include <net/tls.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct scatterlist table[MAX_SKB_FRAGS + 2];
	int max = 1 + rnd(MAX_SKB_FRAGS);
	int used = rnd(2) ? 0 : rnd(max);
	int length = rnd(iov_iter_count(iter) + 1);
	int first = used;
	int rc;

	sg_init_table(table, ARRAY_SIZE(table));
	rc = tls_record_from_iter(iter, length, &used, table, max);
	trace_event("returned", rc, used, first);
	trace_and_put_sg(table + first, used - first);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "tls_record", drive);
}
