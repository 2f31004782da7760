// SPDX-License-Identifier: GPL-2.0-only
// The iterator is moved on by what a function took from it that had moved
// it on already.

@twice exists@
identifier bytes;
expression iter, E;
position site;
@@
  bytes = \(iov_iter_fill_frags\|iov_iter_fill_frags_max\|
            iov_iter_fill_frags_segment\|iov_iter_fill_frags_alloc\|
            iov_iter_take_frag\|iov_iter_hand_over_pages\|
            iov_iter_for_each_page\|iov_iter_get_pages2\|
            iov_iter_get_pages_alloc2\)(iter, ...);
  ... when != bytes = E
      when != iov_iter_revert(iter, ...)
  iov_iter_advance@site(iter, bytes);
