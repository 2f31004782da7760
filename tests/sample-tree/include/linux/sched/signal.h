/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

/* No signals. */

#endif /* _LINUX_SCHED_SIGNAL_H */
