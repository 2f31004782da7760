// SPDX-License-Identifier: GPL-2.0-only
// A page array that is passed on to what keeps it.
//
//	bytes = iov_iter_get_pages_alloc2(iter, &pages, size, &start);
//	if (bytes < 0)
//		return bytes;
//	nr_pages = DIV_ROUND_UP(bytes + start, PAGE_SIZE);
// becomes
//	bytes = iov_iter_hand_over_pages(iter, &pages, &nr_pages, size, &start);
//	if (bytes < 0)
//		return bytes;
//
// Only where the number of pages is worked out: the others have no use for it.
// An array that the same function frees on every path is not handed on.
