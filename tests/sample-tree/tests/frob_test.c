// SPDX-License-Identifier: GPL-2.0-only
#include <linux/frob.h>
#include "harness/harness.h"

static int frob_once(struct frob_dev *dev, const void *buf, size_t len)
{
	switch (rnd(4)) {
	case 0:
		return frob_write(dev, buf, len);
	case 1:
		return frob_write_framed(dev, buf, len);
	case 2:
		return frob_reset(dev);
	default:
		return frob_flush(dev);
	}
}

static void drive(struct iov_iter *iter)
{
	unsigned char buf[3 * PAGE_SIZE];
	struct frob_dev dev = {};
	size_t len;

	do {
		len = copy_from_iter(buf, 1 + rnd(sizeof(buf)), iter);
		trace_event("returned", frob_once(&dev, buf, len), dev.sum,
			    dev.pending);
	} while (len);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "frob", drive);
}
