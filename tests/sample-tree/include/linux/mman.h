/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MMAN_H
#define _LINUX_MMAN_H

#include <asm/mman.h>

#define MAP_SHARED 0x01
#define MAP_PRIVATE 0x02

#endif /* _LINUX_MMAN_H */
