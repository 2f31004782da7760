/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FROB_H
#define _LINUX_FROB_H

#include <linux/types.h>

/* The most that goes at a time. */
#define FROB_MAX 4096

/* Do not return before the device has seen it. */
#define FROB_SYNC 0x1u

/**
 * struct frob_dev - a device that frobs
 * @sum: of the bytes which it frobbed
 * @pending: bytes which it has not seen yet
 */
struct frob_dev {
	u32 sum;
	size_t pending;
};

/* frob_pages() with no flags is frob_buffer(): new code uses that. */
int frob_pages(struct frob_dev *dev, const void *buf, size_t len,
	       unsigned int flags);
int frob_buffer(struct frob_dev *dev, const void *buf, size_t len);

int frob_write(struct frob_dev *dev, const void *buf, size_t len);
int frob_write_framed(struct frob_dev *dev, const void *buf, size_t len);
int frob_reset(struct frob_dev *dev);
int frob_flush(struct frob_dev *dev);

#endif /* _LINUX_FROB_H */
