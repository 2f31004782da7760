/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BLKDIO_H
#define _LINUX_BLKDIO_H

#include <linux/uio.h>

int blkdio_submit(struct iov_iter *iter, unsigned int wanted);

#endif /* _LINUX_BLKDIO_H */
