// SPDX-License-Identifier: GPL-2.0-only
// Allocated for the walk and freed after it.
@freed exists@
identifier pages;
expression iter;
position site;
@@
  \(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, &pages, ...)
  ... when any
  \(kvfree\|kfree\)(pages);
