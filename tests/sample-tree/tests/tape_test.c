// SPDX-License-Identifier: GPL-2.0-only
#include <linux/tape.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	unsigned long user = vm_map_anonymous(PAGE_SIZE);
	struct tape_block block;
	char kernel[16];
	ssize_t rc;

	/* Not user memory: nobody may write there. */
	rc = tape_map(&block, iter, (unsigned long)kernel);
	trace_event("refused", rc, 0, 0);
	do {
		rc = tape_map(&block, iter, user);
		trace_event("returned", rc, 0, 0);
		if (rc <= 0)
			break;
		trace_page("block", block.data.bv_page, block.data.bv_offset,
			   block.data.bv_len);
		tape_unmap(&block);
	} while (rc > 0);
	vm_munmap(user, PAGE_SIZE);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "tape", drive);
}
