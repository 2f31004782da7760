// SPDX-License-Identifier: GPL-2.0-only
/*
 * What every frob device does.
 */
#include <linux/frob.h>
#include <linux/kernel.h>
#include <linux/trace.h>

static int frob_run(struct frob_dev *dev, const void *buf, size_t len,
		    unsigned int flags)
{
	const unsigned char *p = buf;
	size_t k;

	if (len > FROB_MAX)
		return -EMSGSIZE;
	for (k = 0; k < len; k++)
		dev->sum = dev->sum * 31 + p[k];
	dev->pending = flags & FROB_SYNC ? 0 : dev->pending + len;
	trace_event("frobbed", dev->sum, len, dev->pending);
	return 0;
}

int frob_pages(struct frob_dev *dev, const void *buf, size_t len,
	       unsigned int flags)
{
	return frob_run(dev, buf, len, flags);
}
EXPORT_SYMBOL_GPL(frob_pages);

int frob_buffer(struct frob_dev *dev, const void *buf, size_t len)
{
	return frob_run(dev, buf, len, 0);
}
EXPORT_SYMBOL_GPL(frob_buffer);
