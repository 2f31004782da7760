/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/export.h>
#include <linux/kernel.h>

#define __MODULE_INFO(text) _Static_assert(sizeof(text) > 1, "empty")

#define MODULE_LICENSE(text) __MODULE_INFO(text)
#define MODULE_AUTHOR(text) __MODULE_INFO(text)
#define MODULE_DESCRIPTION(text) __MODULE_INFO(text)

#endif /* _LINUX_MODULE_H */
