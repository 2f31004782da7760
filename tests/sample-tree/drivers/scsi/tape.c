// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks written to a tape from the user's memory.
 *
 * The address of the status comes from whoever calls, and nobody has looked at
 * it: that get_user_pages_unlocked() refuses an address of the kernel is all
 * that keeps a drive from writing there.
 */
#include <linux/mm.h>
#include <linux/tape.h>
#include <linux/uio.h>

/**
 * tape_map() - take the pages of a block
 * @block: the block, which keeps them until tape_unmap()
 * @iter: the bytes; it moves on by what is returned
 * @status: where the drive shall write its status
 *
 * Return: bytes in the block, or an error. Nothing is held then.
 */
ssize_t tape_map(struct tape_block *block, struct iov_iter *iter,
		 unsigned long status)
{
	struct page *page;
	size_t start;
	ssize_t bytes;

	if (get_user_pages_unlocked(status & PAGE_MASK, 1, &block->status,
				    FOLL_WRITE) != 1)
		return -EFAULT;

	bytes = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &start);
	if (bytes <= 0) {
		put_page(block->status);
		return bytes;
	}
	bvec_set_page(&block->data, page, bytes, start);
	return bytes;
}
EXPORT_SYMBOL(tape_map);

void tape_unmap(struct tape_block *block)
{
	put_page(block->data.bv_page);
	put_page(block->status);
}
EXPORT_SYMBOL(tape_unmap);
