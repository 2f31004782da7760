/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SKBUFF_H
#define _LINUX_SKBUFF_H

#include <linux/bvec.h>
#include <linux/uio.h>
#include <net/sock.h>

/**
 * struct sk_buff - a packet made of pieces of pages
 * @len: its bytes
 * @truesize: memory which it holds, in whole pages
 * @nr_frags: pieces in use
 * @frags: the pieces
 */
struct sk_buff {
	unsigned int len;
	unsigned int truesize;
	int nr_frags;
	struct bio_vec frags[MAX_SKB_FRAGS];
};

static inline void skb_fill_frag(struct sk_buff *skb, int frag,
				 struct page *page, size_t offset, size_t size)
{
	bvec_set_page(&skb->frags[frag], page, size, offset);
	skb->nr_frags = frag + 1;
}

int skb_zerocopy_fill(struct sock *sk, struct sk_buff *skb,
		      struct iov_iter *from, size_t length);

#endif /* _LINUX_SKBUFF_H */
