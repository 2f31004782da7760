// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets made of the sender's own pages. A hot path.
 */
#include <linux/mm.h>
#include <linux/skbuff.h>
#include <linux/uio.h>
#include <net/sock.h>

/**
 * skb_zerocopy_fill() - add pages to a packet
 * @sk: the socket, charged with the memory held; may be NULL
 * @skb: the packet
 * @from: where the bytes are
 * @length: how many at most
 *
 * A piece which goes on where the last one ended is merged with it, and needs
 * no reference of its own.
 *
 * Return: 0; -EMSGSIZE when the packet is full; -EFAULT when a page is not
 * there. What was added until then stays.
 */
int skb_zerocopy_fill(struct sock *sk, struct sk_buff *skb,
		      struct iov_iter *from, size_t length)
{
	int frag = skb->nr_frags;

	while (length && iov_iter_count(from)) {
		struct page *pages[MAX_SKB_FRAGS];
		struct page *last_head = NULL;
		size_t start;
		ssize_t copied;
		unsigned long truesize;
		int refs, n = 0;

		if (frag == MAX_SKB_FRAGS)
			return -EMSGSIZE;

		copied = iov_iter_get_pages2(from, pages, length,
					     MAX_SKB_FRAGS - frag, &start);
		if (copied < 0)
			return -EFAULT;

		length -= copied;

		truesize = PAGE_ALIGN(copied + start);
		skb->len += copied;
		skb->truesize += truesize;
		if (sk) {
			sk->queued += truesize;
			sk->charged += truesize;
		}
		for (refs = 0; copied != 0; start = 0) {
			int size = min_t(int, copied, PAGE_SIZE - start);
			struct page *head = compound_head(pages[n]);

			start += (pages[n] - head) << PAGE_SHIFT;
			copied -= size;
			n++;
			if (frag) {
				struct bio_vec *last = &skb->frags[frag - 1];

				if (head == last->bv_page &&
				    start == last->bv_offset + last->bv_len) {
					last->bv_len += size;
					/* References go all at once. */
					last_head = head;
					refs++;
					continue;
				}
			}
			if (refs) {
				page_ref_sub(last_head, refs);
				refs = 0;
			}
			skb_fill_frag(skb, frag++, head, start, size);
		}
		if (refs)
			page_ref_sub(last_head, refs);
	}
	return 0;
}
EXPORT_SYMBOL(skb_zerocopy_fill);
