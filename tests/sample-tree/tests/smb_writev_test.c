// SPDX-License-Identifier: GPL-2.0-only
#include <linux/smb.h>
#include "harness/harness.h"

static void trace_write(const struct smb_writedata *wdata)
{
	unsigned int k, last = wdata->nr_pages - 1;

	for (k = 0; k <= last; k++) {
		size_t offset = k ? 0 : wdata->page_offset;

		trace_page("sent", wdata->pages[k], offset,
			   k == last ? wdata->tailsz : PAGE_SIZE - offset);
	}
}

static void drive(struct iov_iter *iter)
{
	while (iov_iter_count(iter)) {
		struct smb_writedata *wdata = NULL;
		ssize_t rc;

		rc = smb_writev(iter, 1 + rnd(iov_iter_count(iter)),
				PAGE_SIZE * (1 + rnd(8)), &wdata);
		trace_event("returned", rc, 0, 0);
		if (rc < 0)
			break;
		trace_write(wdata);
		smb_write_complete(wdata);
	}
}

int main(int argc, char **argv)
{
	return run(argc, argv, "smb_writev", drive);
}
