// SPDX-License-Identifier: GPL-2.0-only
// A function that pinned pages by a way that refuses kernel addresses, and
// now does by one that may not. access_ok() does not close the gap.

@before@
position site;
@@
  \(get_user_pages@site\|get_user_pages_unlocked@site\|
    get_user_pages_remote@site\|get_user_pages_locked@site\|
    pin_user_pages@site\|pin_user_pages_unlocked@site\|
    pin_user_pages_remote@site\)(...)

@after@
position site;
@@
  \(get_user_pages_fast@site\|get_user_pages_fast_only@site\|
    pin_user_pages_fast@site\|pin_user_pages_fast_only@site\|
    iov_iter_get_pages2@site\|iov_iter_get_pages@site\|
    iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\|
    iov_iter_fill_frags@site\|iov_iter_fill_frags_max@site\|
    iov_iter_fill_frags_segment@site\|iov_iter_fill_frags_alloc@site\|
    iov_iter_take_frag@site\|iov_iter_hand_over_pages@site\|
    iov_iter_for_each_page@site\)(...)
