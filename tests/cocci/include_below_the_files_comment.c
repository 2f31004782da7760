// SPDX-License-Identifier: GPL-2.0
/*
 * A driver of frobs.
 */
#include <linux/frob.h>
#include <linux/slab.h>

int f(void)
{
	return 0;
}
