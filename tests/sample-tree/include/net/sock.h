/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _NET_SOCK_H
#define _NET_SOCK_H

#include <linux/trace.h>
#include <linux/types.h>

#define MAX_SKB_FRAGS 17

/**
 * struct sock - a socket, as far as memory is accounted to it
 * @charged: bytes it is charged with
 * @queued: bytes waiting to be sent
 */
struct sock {
	size_t charged;
	size_t queued;
};

static inline void sk_mem_charge(struct sock *sk, size_t size)
{
	sk->charged += size;
	trace_event("charge", size, sk->charged, 0);
}

#endif /* _NET_SOCK_H */
