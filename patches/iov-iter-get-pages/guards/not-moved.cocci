// SPDX-License-Identifier: GPL-2.0-only
// A call of a function that leaves the iterator where it is, in a function
// that moved it on and does so no more.

@before exists@
expression iter;
position site;
@@
  \(iov_iter_get_pages\|iov_iter_get_pages_alloc\)(iter, ...)
  ...
  iov_iter_advance@site(iter, ...)

@after@
expression iter;
position site;
@@
  \(iov_iter_get_pages@site\|iov_iter_get_pages_alloc@site\)(iter, ...)
  ... when != iov_iter_advance(iter, ...)
