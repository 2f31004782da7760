// SPDX-License-Identifier: GPL-2.0-only
// A walk over fragments is left early by a return, and those that were not
// consumed are not given back.

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
