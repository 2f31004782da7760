// SPDX-License-Identifier: GPL-2.0-only
// A page array that is passed on to what keeps it.
//
//	bytes = iov_iter_get_pages_alloc2(iter, &pages, size, &start);
//	...
//	req = alloc_request(pages);
// becomes
//	bytes = iov_iter_hand_over_pages(iter, &pages, size, &start);
//	...
//	req = alloc_request(pages);
//
// An array that is only walked and freed is not handed on.

// Two ways of getting the array, one of which allocates: not for this
// rule.
@shared@
identifier pages;
expression E, array;
position site;
@@
  if (E) {
	...
	pages = array;
	...
	iov_iter_get_pages2(..., pages, ...)
	...
  } else {
	...
	iov_iter_get_pages_alloc2@site(..., &pages, ...)
	...
  }

// Passed to a function, by a caller that has it in a variable of its own.
@passed exists@
identifier pages, f != {kfree, kvfree};
position site != shared.site;
@@
  iov_iter_get_pages_alloc2@site(..., &pages, ...)
  ... when any
  f(..., pages, ...)

// Passed out through a parameter.
@out@
identifier f, pages;
position given;
@@
  f(..., struct page ***pages, ...)
  {
	<+...
	iov_iter_get_pages_alloc2@given(..., pages, ...)
	...+>
  }

// Up to 5.19 the caller moves the iterator on, by all it got. A caller
// that does not do so at once is left alone.
@moves@
identifier r, bytes, pages;
expression iter;
statement S;
position old;
@@
  r = iov_iter_get_pages_alloc@old(iter, &pages, ...);
  if (r < 0) S
  bytes = (size_t)r;
  iov_iter_advance(iter, bytes);

@call@
position passed.site, out.given, moves.old;
@@
(
- iov_iter_get_pages_alloc2@site
+ iov_iter_hand_over_pages
|
- iov_iter_get_pages_alloc2@given
+ iov_iter_hand_over_pages
|
- iov_iter_get_pages_alloc@old
+ iov_iter_hand_over_pages
)
  (...)

@depends on moves@
identifier moves.r, moves.bytes;
expression moves.iter;
statement S;
@@
  r = iov_iter_hand_over_pages(...);
  if (r < 0) S
  bytes = (size_t)r;
- iov_iter_advance(iter, bytes);

// Up to 5.19, in a function whose callers move the iterator on: the pages
// are taken from a copy of it.
@unmoved@
identifier f, bytes, iter, pages;
expression size, start;
statement S;
position site;
@@
  f(..., struct page ***pages, ..., struct iov_iter *iter, ...)
  {
	<+...
	bytes = iov_iter_get_pages_alloc@site(iter, pages, size, start);
	if (bytes < 0) S
	... when != iov_iter_advance(...)
	return bytes;
	...+>
  }

@copied@
identifier unmoved.bytes, unmoved.iter, unmoved.pages;
expression unmoved.size, unmoved.start;
position unmoved.site;
@@
- bytes = iov_iter_get_pages_alloc@site(iter, pages, size, start);
+ bytes = iov_iter_hand_over_pages(&from, pages, size, start);

@depends on copied@
identifier unmoved.bytes, unmoved.iter;
@@
+ struct iov_iter from = *iter; /* moved on by the caller */
  int bytes;
  ... when any
  bytes = iov_iter_hand_over_pages(&from, ...);
