/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H

#include <linux/types.h>

#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d) __builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d) __builtin_mul_overflow(a, b, d)

/* Saturates, so that an allocation of this size fails. */
static inline size_t array_size(size_t a, size_t b)
{
	size_t bytes;

	return check_mul_overflow(a, b, &bytes) ? ~(size_t)0 : bytes;
}

static inline size_t size_add(size_t a, size_t b)
{
	size_t bytes;

	return check_add_overflow(a, b, &bytes) ? ~(size_t)0 : bytes;
}

#define struct_size(p, member, n)	\
	size_add(sizeof(*(p)), array_size(n, sizeof(*(p)->member)))
#define flex_array_size(p, member, n) array_size(n, sizeof(*(p)->member))

#endif /* _LINUX_OVERFLOW_H */
