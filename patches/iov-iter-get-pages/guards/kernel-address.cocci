// SPDX-License-Identifier: GPL-2.0-only
// A function that depends on get_user_pages() refusing kernel addresses, or
// that builds a user iterator from an address it computed itself.

@direct@
identifier f;
position site;
@@
  f(...)
  {
	<+...
	\(get_user_pages@site\|get_user_pages_unlocked@site\|
	  get_user_pages_remote@site\|get_user_pages_locked@site\|
	  pin_user_pages@site\|pin_user_pages_unlocked@site\|
	  pin_user_pages_remote@site\)(...)
	...+>
  }

@computed disable drop_cast@
identifier f;
expression E;
type T;
position site;
@@
  f(...)
  {
	<+...
	\(import_single_range@site\|import_ubuf@site\)(..., (T)E, ...)
	...+>
  }
