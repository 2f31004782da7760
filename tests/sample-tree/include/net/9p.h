/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _NET_9P_H
#define _NET_9P_H

#include <linux/uio.h>

/**
 * struct p9_chan - a channel to a server on the same machine
 * @pinned: pages in use by requests
 */
struct p9_chan {
	int pinned;
};

int p9_map_pages(struct p9_chan *chan, struct page ***pages,
		 struct iov_iter *data, int count, size_t *offs,
		 int *need_drop);
void p9_release_pages(struct p9_chan *chan, struct page **pages, int nr_pages,
		      int need_drop);

#endif /* _NET_9P_H */
