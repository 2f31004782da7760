/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H

#define __field_shift(mask) (__builtin_ffsll(mask) - 1)

/* A value in the bits of a mask, and out of them. */
#define FIELD_PREP(mask, val) \
	(((__typeof__(mask))(val) << __field_shift(mask)) & (mask))
#define FIELD_GET(mask, reg) (((reg) & (mask)) >> __field_shift(mask))
#define FIELD_MAX(mask) FIELD_GET(mask, mask)

#endif /* _LINUX_BITFIELD_H */
