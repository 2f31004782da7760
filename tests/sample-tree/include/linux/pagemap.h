/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/highmem.h>
#include <linux/mm.h>

#endif /* _LINUX_PAGEMAP_H */
