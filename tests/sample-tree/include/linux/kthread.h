/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

/* One thread only. */

#endif /* _LINUX_KTHREAD_H */
