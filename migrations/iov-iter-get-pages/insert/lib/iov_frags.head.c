// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fill a buffer with the page fragments behind an iov_iter.
 *
 * The contract is in the kernel-doc below and in include/linux/iov_frags.h.
 * Pages are got through the two functions just after the includes and nowhere
 * else: folding the old interface into this one replaces those two.
 */
#include <linux/export.h>
#include <linux/iov_frags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

