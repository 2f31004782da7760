// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands for a frob device.
 */
#include <linux/frob.h>
#include <linux/kernel.h>

static const unsigned char reset_command[] = { 0xff, 0x00, 0xff };
static const unsigned char flush_command[] = { 0xfe };

int frob_reset(struct frob_dev *dev)
{
	int ret;

	dev->sum = 0;
	ret = frob_pages(dev, reset_command, sizeof(reset_command), 0);
	return ret;
}
EXPORT_SYMBOL_GPL(frob_reset);

/* This one waits: it is not frob_buffer() in disguise. */
int frob_flush(struct frob_dev *dev)
{
	return frob_pages(dev, flush_command, sizeof(flush_command),
			  FROB_SYNC);
}
EXPORT_SYMBOL_GPL(frob_flush);
