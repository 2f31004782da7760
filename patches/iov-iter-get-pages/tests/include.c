// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

static ssize_t one(struct iov_iter *iter, struct bio_vec *frag)
{
	return iov_iter_take_frag(iter, frag, PAGE_SIZE);
}
