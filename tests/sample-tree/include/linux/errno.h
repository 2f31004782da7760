/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

/* The C library's own <errno.h> ends up here too. */
#include <asm/errno.h>

#define ERESTARTSYS 512
#define EIOCBQUEUED 529

#endif /* _LINUX_ERRNO_H */
