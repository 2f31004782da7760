// SPDX-License-Identifier: GPL-2.0-only
// One page is asked for, into a pointer.
@one@
identifier p;
position site;
@@
  \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(..., &p, PAGE_SIZE, 1, ...)
