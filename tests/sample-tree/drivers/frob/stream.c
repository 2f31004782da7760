// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes for a frob device.
 */
#include <linux/frob.h>
#include <linux/kernel.h>

int frob_write(struct frob_dev *dev, const void *buf, size_t len)
{
	while (len) {
		size_t n = min_t(size_t, len, FROB_MAX);
		int ret = frob_pages(dev, buf, n, 0);

		if (ret)
			return ret;
		buf += n;
		len -= n;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(frob_write);

/* A frame is its length, then its bytes. */
int frob_write_framed(struct frob_dev *dev, const void *buf, size_t len)
{
	u32 header = len;

	if (frob_pages(dev, &header, sizeof(header), 0))
		return -EIO;
	return len ? frob_pages(dev, buf, len,
				0) : 0;
}
EXPORT_SYMBOL_GPL(frob_write_framed);
