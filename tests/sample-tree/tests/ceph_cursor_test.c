// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ceph.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct ceph_cursor cursor;

	ceph_cursor_init(&cursor, iter);
	while (cursor.resid) {
		size_t offset, length, sent;
		struct page *page;

		page = ceph_cursor_next(&cursor, &offset, &length);
		if (!page) {
			trace_event("fault", cursor.resid, 0, 0);
			break;
		}
		trace_page("piece", page, offset, length);
		/* Not all of it may be sent, or none. */
		sent = rnd(3) ? length : rnd(length + 1);
		ceph_cursor_advance(&cursor, sent);
	}
	if (cursor.lastlen)
		iov_iter_revert(&cursor.iter, cursor.lastlen);
	*iter = cursor.iter;
}

int main(int argc, char **argv)
{
	return run(argc, argv, "ceph_cursor", drive);
}
