// SPDX-License-Identifier: GPL-2.0-only
#include <linux/capture.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct bio_vec piece;
	char text[80];
	ssize_t rc;

	do {
		rc = grab_first(rnd(2) ? &user_grab_ops : NULL, iter, &piece);
		trace_event("grabbed", rc, 0, 0);
		if (rc > 0)
			trace_and_put_bvecs(&piece, 1);
	} while (rc > 0);
	rc = grab_last_error(iter, text, sizeof(text));
	trace_event(text, rc, 0, 0);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "grab", drive);
}
