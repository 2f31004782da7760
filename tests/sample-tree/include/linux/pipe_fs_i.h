/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PIPE_FS_I_H
#define _LINUX_PIPE_FS_I_H

#include <linux/uio.h>

#define PIPE_SLOTS 20

/**
 * struct pipe_buffer - a piece in a pipe
 * @page: its page, with a reference
 * @offset: where it starts
 * @len: its bytes
 */
struct pipe_buffer {
	struct page *page;
	unsigned int offset;
	unsigned int len;
};

/**
 * struct pipe_inode_info - a pipe
 * @used: slots in use
 * @max_usage: slots which it has, at most PIPE_SLOTS
 * @bufs: the slots
 */
struct pipe_inode_info {
	int used;
	int max_usage;
	struct pipe_buffer bufs[PIPE_SLOTS];
};

/* Adds a piece, or drops its reference if there is no slot left. */
ssize_t add_to_pipe(struct pipe_inode_info *pipe, struct pipe_buffer *buf);

ssize_t pipe_feed(struct pipe_inode_info *pipe, struct iov_iter *from);

#endif /* _LINUX_PIPE_FS_I_H */
