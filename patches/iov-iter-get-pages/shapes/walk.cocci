// SPDX-License-Identifier: GPL-2.0-only
// All pages are gone through, in a loop with their offsets and lengths.
@walk@
expression iter, pages, size, max, start;
position site;
@@
  \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, pages, size, max, start)
