// SPDX-License-Identifier: GPL-2.0-only
#include <net/9p.h>
#include "harness/harness.h"

static void trace_pages(struct page **pages, size_t offset, size_t left)
{
	for (; left; pages++, offset = 0) {
		size_t len = min(left, PAGE_SIZE - offset);

		trace_page("request", *pages, offset, len);
		left -= len;
	}
}

static void drive(struct iov_iter *iter)
{
	struct p9_chan chan = {};
	int rc;

	do {
		struct page **pages = NULL;
		int need_drop = 0;
		size_t offset = 0;

		rc = p9_map_pages(&chan, &pages, iter, 1 + rnd(30000), &offset,
				  &need_drop);
		trace_event("returned", rc, rc > 0 ? offset : 0, need_drop);
		trace_event("pinned", chan.pinned, 0, 0);
		if (rc <= 0)
			break;
		trace_pages(pages, offset, rc);
		p9_release_pages(&chan, pages,
				 DIV_ROUND_UP(offset + rc, PAGE_SIZE),
				 need_drop);
	} while (rc > 0);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "9p_ring", drive);
}
