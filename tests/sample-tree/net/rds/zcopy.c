// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages sent from where they are.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <net/rds.h>

/**
 * rds_message_from_user() - make a message of the sender's pages
 * @rm: the message; it has entries enough
 * @from: where the bytes are
 *
 * Return: 0, -ENOMEM, or -EFAULT if a page is not there. Nothing is held then.
 */
int rds_message_from_user(struct rds_message *rm, struct iov_iter *from)
{
	struct scatterlist *sg = rm->sg;
	int ret = 0;
	int length = iov_iter_count(from);
	int total_copied = 0;
	struct rds_zcopy *info;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;
	rm->zcopy = info;
	while (iov_iter_count(from)) {
		struct page *pages;
		size_t start;
		ssize_t copied;

		copied = iov_iter_get_pages2(from, &pages, PAGE_SIZE,
					     1, &start);
		if (copied < 0) {
			int i;

			for (i = 0; i < rm->nents; i++)
				put_page(sg_page(&rm->sg[i]));
			rm->nents = 0;
			ret = -EFAULT;
			goto err;
		}
		total_copied += copied;
		length -= copied;
		sg_set_page(sg, pages, copied, start);
		rm->nents++;
		sg++;
	}
	info->cookie = total_copied;
	WARN_ON_ONCE(length != 0);
	return ret;
err:
	kfree(info);
	rm->zcopy = NULL;
	return ret;
}
EXPORT_SYMBOL_GPL(rds_message_from_user);
