// SPDX-License-Identifier: GPL-2.0-only
// The allocated array goes elsewhere: out through a parameter, into an
// object, or in a variable of its own to a function other than the one that
// frees it.
@out@
identifier pages;
expression iter, size, start;
position site;
@@
  \(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, pages, size, start)

// Two ways of getting the array, one of which allocates.
@shared@
identifier pages;
expression E, array, iter, size, start, max;
position site;
@@
  if (E) {
	...
	pages = array;
	...
	\(iov_iter_get_pages2\|iov_iter_get_pages\)(iter, pages, size, max, start)
	...
  } else {
	...
	\(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, &pages, size, start)
	...
  }

// Kept by what it is passed to: nothing frees it before the function is left.
@passed exists@
identifier pages, f != {kfree, kvfree};
expression iter, size, start;
position site;
@@
  \(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, &pages, size, start)
  ... when any
  f(..., pages, ...)
  ... when != kvfree(pages)
      when != kfree(pages)

// Kept by an object.
@stored exists@
identifier pages, fld;
expression iter, size, start, E;
position site;
@@
  \(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, &pages, size, start)
  ... when any
  E->fld = pages;
  ... when != kvfree(pages)
      when != kfree(pages)
