/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#define __cmp_once(op, type, a, b) ({	\
	type __a = (a);			\
	type __b = (b);			\
	__a op __b ? __a : __b;		\
})

#define min_t(type, a, b) __cmp_once(<, type, a, b)
#define max_t(type, a, b) __cmp_once(>, type, a, b)

#define min(a, b) __cmp_once(<, __typeof__(a), a, b)
#define max(a, b) __cmp_once(>, __typeof__(a), a, b)

#define min3(a, b, c) min(min(a, b), c)
#define clamp(val, lo, hi) min(max(val, lo), hi)

#endif /* _LINUX_MINMAX_H */
