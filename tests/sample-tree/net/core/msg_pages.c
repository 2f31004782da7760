// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages made of the sender's own pages.
 */
#include <linux/mm.h>
#include <linux/skmsg.h>
#include <linux/uio.h>
#include <net/sock.h>

/**
 * sk_msg_take_pages() - add pages to a message, without copying
 * @sk: the socket, charged for each page as it is added
 * @from: where the bytes are
 * @msg: the message
 * @bytes: how many
 *
 * Return: 0, or -EFAULT if not all of them could be added. What was added
 * stays and is the caller's to trim, and @from is where it was.
 */
int sk_msg_take_pages(struct sock *sk, struct iov_iter *from,
		      struct sk_msg *msg, u32 bytes)
{
	int i, maxpages, ret = 0, num_elems = sk_msg_used(msg);
	struct page *pages[MAX_MSG_FRAGS];
	ssize_t orig, copied, use;
	size_t offset;

	orig = msg->size;
	while (bytes > 0) {
		i = 0;
		maxpages = MAX_MSG_FRAGS - num_elems;
		if (maxpages == 0) {
			ret = -EFAULT;
			goto out;
		}

		copied = iov_iter_get_pages2(from, pages, bytes, maxpages,
					     &offset);
		if (copied <= 0) {
			ret = -EFAULT;
			goto out;
		}

		bytes -= copied;
		msg->size += copied;

		while (copied) {
			use = min_t(int, copied, PAGE_SIZE - offset);
			sg_set_page(&msg->data[msg->end],
				    pages[i], use, offset);
			sg_unmark_end(&msg->data[msg->end]);
			sk_mem_charge(sk, use);

			offset = 0;
			copied -= use;
			msg->end = sk_msg_next(msg, msg->end);
			num_elems++;
			i++;
		}
		/* Copying, if any, goes on after these pages. */
		msg->copybreak = 0;
		msg->curr = msg->end;
	}
out:
	if (ret)
		iov_iter_revert(from, msg->size - orig);
	return ret;
}
EXPORT_SYMBOL_GPL(sk_msg_take_pages);
