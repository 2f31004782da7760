/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SKMSG_H
#define _LINUX_SKMSG_H

#include <linux/scatterlist.h>
#include <linux/uio.h>
#include <net/sock.h>

#define MAX_MSG_FRAGS 24

/**
 * struct sk_msg - a message, as a ring of entries
 * @start: first entry in use
 * @end: one past the last; the ring is empty when it is @start
 * @size: bytes in it
 * @curr: entry being filled
 * @copybreak: bytes of it filled by copying
 * @data: the ring, which always has a free entry
 */
struct sk_msg {
	u32 start;
	u32 end;
	u32 size;
	u32 curr;
	u32 copybreak;
	struct scatterlist data[MAX_MSG_FRAGS + 1];
};

static inline u32 sk_msg_used(const struct sk_msg *msg)
{
	u32 slots = ARRAY_SIZE(msg->data);

	return (msg->end + slots - msg->start) % slots;
}

static inline u32 sk_msg_next(const struct sk_msg *msg, u32 i)
{
	return (i + 1) % ARRAY_SIZE(msg->data);
}

int sk_msg_take_pages(struct sock *sk, struct iov_iter *from,
		      struct sk_msg *msg, u32 bytes);

#endif /* _LINUX_SKMSG_H */
