/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _NET_RDS_H
#define _NET_RDS_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

/**
 * struct rds_zcopy - what is kept until the receiver has a message
 * @cookie: number under which the sender is told
 */
struct rds_zcopy {
	u32 cookie;
};

/**
 * struct rds_message - a message
 * @nents: entries of @sg in use
 * @sg: its pages
 * @zcopy: set while the pages are the sender's own
 */
struct rds_message {
	unsigned int nents;
	struct scatterlist *sg;
	struct rds_zcopy *zcopy;
};

int rds_message_from_user(struct rds_message *rm, struct iov_iter *from);

#endif /* _NET_RDS_H */
