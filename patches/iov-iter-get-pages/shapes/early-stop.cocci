// SPDX-License-Identifier: GPL-2.0-only
// The walk may stop before the end, and puts the pages that it did not reach.

// An array laid over other storage is another shape's, unless it is put all at
// once (below).
@laid exists@
expression iter, E;
identifier pages;
position other;
@@
  struct page **pages = (struct page **)E;
  ... when any
  \(iov_iter_get_pages2@other\|iov_iter_get_pages@other\)(iter, pages, ...)

// One by one, from where it stopped.
@onward exists@
identifier pages, i;
expression bytes, iter, n;
position site != laid.other;
@@
(
  bytes = \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, pages, ...);
|
  bytes = \(iov_iter_get_pages_alloc2@site\|iov_iter_get_pages_alloc@site\)(iter, &pages, ...);
)
  ... when any
(
  while (i < n) put_page(pages[i++]);
|
  while (++i < n) put_page(pages[i]);
)

// In the same loop, once something has failed.
@flag exists@
identifier pages, i, failed;
expression E, iter;
position site;
@@
  E = \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, pages, ...);
  ...
  for (...; ...; ...) {
	...
	if (!failed) { ... } else { ... put_page(pages[i]); ... }
	...
  }

// All at once, by a function that is told where to begin.
@batch exists@
identifier pages, i, f;
expression E, iter;
position site;
@@
  E = \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, pages, ...);
  ...
  for (...; ...; ...) {
	... when any
	f(pages + i, ...);
	... when any
	break;
  }
