// SPDX-License-Identifier: GPL-2.0-only
// A walk over fragments is left early by a return or a goto, and those that
// were not consumed are not given back.

@leaves exists@
identifier frag, frags;
iterator name for_each_iov_frag;
position site;
@@
  for_each_iov_frag(frag, &frags) {
	... when != iov_iter_give_back(...)
	    when != iov_frags_put(...)
	return@site ...;
  }

@jump exists@
identifier frag, frags, l;
iterator name for_each_iov_frag;
position left;
@@
  for_each_iov_frag(frag, &frags) {
	... when != iov_iter_give_back(...)
	    when != iov_frags_put(...)
	goto@left l;
	...
  }

// A label further on in the walk leads back to its head, which names them.
@lands exists@
identifier jump.frag, jump.frags, jump.l;
position site = jump.left;
@@
  goto@site l;
  ... when != frag
      when != frags
  return ...;
