// SPDX-License-Identifier: GPL-2.0-only
// A new call of a function that is to go.

@call@
position site;
@@
  \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\|
    iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(...)
