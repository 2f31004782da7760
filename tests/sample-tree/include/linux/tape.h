/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TAPE_H
#define _LINUX_TAPE_H

#include <linux/bvec.h>
#include <linux/uio.h>

/**
 * struct tape_block - a block on its way to a tape
 * @status: page which the drive writes its status to
 * @data: the bytes
 */
struct tape_block {
	struct page *status;
	struct bio_vec data;
};

ssize_t tape_map(struct tape_block *block, struct iov_iter *iter,
		 unsigned long status);
void tape_unmap(struct tape_block *block);

#endif /* _LINUX_TAPE_H */
