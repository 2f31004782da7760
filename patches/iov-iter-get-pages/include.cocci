// SPDX-License-Identifier: GPL-2.0-only
// A file that was converted includes the header: beside <linux/uio.h> if
// it includes that, or else before the first of a few that nearly all
// have.

@used@
@@
(
  iov_iter_fill_frags(...)
|
  iov_iter_fill_frags_max(...)
|
  iov_iter_fill_frags_segment(...)
|
  iov_iter_fill_frags_alloc(...)
|
  iov_iter_take_frag(...)
|
  iov_iter_hand_over_pages(...)
|
  iov_iter_for_each_page(...)
)

@there@
@@
  #include <linux/iov_frags.h>

@uio depends on used && !there@
@@
+ #include <linux/iov_frags.h>
  #include <linux/uio.h>

@slab depends on used && !there && !uio@
@@
+ #include <linux/iov_frags.h>
  #include <linux/slab.h>

@splice depends on used && !there && !uio && !slab@
@@
+ #include <linux/iov_frags.h>
  #include <linux/splice.h>

@skbuff depends on used && !there && !uio && !slab && !splice@
@@
+ #include <linux/iov_frags.h>
  #include <linux/skbuff.h>

@depends on used && !there && !uio && !slab && !splice && !skbuff@
@@
+ #include <linux/iov_frags.h>
  #include <linux/kernel.h>
