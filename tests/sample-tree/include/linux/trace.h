/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order of side effects, as one number.
 *
 * Whatever hands memory on (a pipe, a bio, a device) calls trace_event(); the
 * digest depends on what was traced and in which order, and on nothing else.
 * Two versions of a caller which give the same digest did the same things.
 */
#ifndef _LINUX_TRACE_H
#define _LINUX_TRACE_H

#include <linux/types.h>

struct page;

void trace_reset(void);
u64 trace_digest(void);

void trace_bytes(const void *data, size_t len);
void trace_event(const char *what, s64 a, s64 b, s64 c);
void trace_page(const char *what, const struct page *page, size_t offset,
		size_t len);

#endif /* _LINUX_TRACE_H */
