// SPDX-License-Identifier: GPL-2.0-only
#include <linux/skmsg.h>
#include "harness/harness.h"

/* A message which has entries of its own, anywhere in the ring. */
static u32 used_message(struct sk_msg *msg)
{
	u32 used = rnd(2) ? 0 : rnd(MAX_MSG_FRAGS);

	sg_init_table(msg->data, ARRAY_SIZE(msg->data));
	msg->start = rnd(ARRAY_SIZE(msg->data));
	msg->end = (msg->start + used) % ARRAY_SIZE(msg->data);
	msg->size = used * 10;
	msg->curr = msg->start;
	msg->copybreak = rnd(100);
	return used;
}

static void drive(struct iov_iter *iter)
{
	struct sock sk = {};
	struct sk_msg msg;
	u32 old_end, k;
	int rc;

	used_message(&msg);
	old_end = msg.end;
	rc = sk_msg_take_pages(&sk, iter, &msg,
			       rnd(iov_iter_count(iter) + 1));
	trace_event("returned", rc, msg.size, sk.charged);
	trace_event("ring", msg.end, msg.curr, msg.copybreak);
	for (k = old_end; k != msg.end; k = sk_msg_next(&msg, k))
		trace_and_put_sg(&msg.data[k], 1);
}

int main(int argc, char **argv)
{
	return run(argc, argv, "msg_pages", drive);
}
