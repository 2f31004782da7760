/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _NET_TLS_H
#define _NET_TLS_H

#include <linux/scatterlist.h>
#include <linux/uio.h>

int tls_record_from_iter(struct iov_iter *from, int length, int *used,
			 struct scatterlist *to, int to_max);

#endif /* _NET_TLS_H */
