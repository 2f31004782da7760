// SPDX-License-Identifier: GPL-2.0-only
// Fragments were had, and the function returns without having looked at
// them: nobody can drop their references.

@buffer exists@
identifier bytes, frags;
expression iter;
statement S;
position site;
@@
  bytes = \(iov_iter_fill_frags\|iov_iter_fill_frags_max\|
            iov_iter_fill_frags_segment\|iov_iter_fill_frags_alloc\)(iter, &frags, ...);
(
  if (bytes < 0) S
|
  if (bytes <= 0) S
|
  if (unlikely(bytes <= 0)) S
)
  ... when != frags
  return@site ...;

@page exists@
identifier bytes, frag;
expression iter, size;
statement S;
position site;
@@
  bytes = iov_iter_take_frag(iter, &frag, size);
(
  if (bytes < 0) S
|
  if (bytes <= 0) S
)
  ... when != frag
  return@site ...;
