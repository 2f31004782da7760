// SPDX-License-Identifier: GPL-2.0-only
/*
 * User memory put into a pipe without copying.
 */
#include <linux/mm.h>
#include <linux/pipe_fs_i.h>
#include <linux/trace.h>
#include <linux/uio.h>

ssize_t add_to_pipe(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	if (pipe->used == pipe->max_usage) {
		trace_event("pipe full", pipe->used, 0, 0);
		put_page(buf->page);
		return -EAGAIN;
	}
	trace_page("pipe", buf->page, buf->offset, buf->len);
	pipe->bufs[pipe->used++] = *buf;
	return buf->len;
}
EXPORT_SYMBOL(add_to_pipe);

/**
 * pipe_feed() - put pages into a pipe until it is full
 * @pipe: the pipe
 * @from: the pages; it moves on by what the pipe took
 *
 * Return: bytes which the pipe took, or an error if there are none.
 */
ssize_t pipe_feed(struct pipe_inode_info *pipe, struct iov_iter *from)
{
	struct pipe_buffer buf;
	size_t total = 0;
	ssize_t ret = 0;

	while (iov_iter_count(from)) {
		struct page *pages[16];
		ssize_t left;
		size_t start;
		int i, n;

		left = iov_iter_get_pages2(from, pages, ~0UL, 16, &start);
		if (left <= 0) {
			ret = left;
			break;
		}

		n = DIV_ROUND_UP(left + start, PAGE_SIZE);
		for (i = 0; i < n; i++) {
			int size = min_t(int, left, PAGE_SIZE - start);

			buf.page = pages[i];
			buf.offset = start;
			buf.len = size;
			ret = add_to_pipe(pipe, &buf);
			if (unlikely(ret < 0)) {
				iov_iter_revert(from, left);
				/* add_to_pipe() dropped this one */
				while (++i < n)
					put_page(pages[i]);
				goto out;
			}
			total += ret;
			left -= size;
			start = 0;
		}
	}
out:
	return total ? total : ret;
}
EXPORT_SYMBOL(pipe_feed);
