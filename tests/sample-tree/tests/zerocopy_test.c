// SPDX-License-Identifier: GPL-2.0-only
#include <linux/skbuff.h>
#include "harness/harness.h"

static void drive(struct iov_iter *iter)
{
	struct sock sock = {};
	struct sock *sk = rnd(2) ? &sock : NULL;
	struct sk_buff skb = {};
	int rounds, rc = 0;

	/* The second time, its first piece may go on where the last ended. */
	for (rounds = 0; rounds < 2 && !rc; rounds++) {
		rc = skb_zerocopy_fill(sk, &skb, iter,
				       rnd(iov_iter_count(iter) + 1));
		trace_event("returned", rc, skb.len, skb.truesize);
		trace_event("charged", sock.charged, sock.queued, 0);
	}
	trace_and_put_bvecs(skb.frags, skb.nr_frags);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "zerocopy", drive);
}
