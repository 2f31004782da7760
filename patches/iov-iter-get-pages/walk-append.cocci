// SPDX-License-Identifier: GPL-2.0-only
// A vector of the caller's own, filled segment by segment by way of a page
// array that is allocated beside it.
//
//	while (count && npages < max_pages) {
//		rc = iov_iter_get_pages2(iter, pages, count, max_pages, &start);
//		if (rc < 0)
//			break;
//		count -= rc;
//		rc += start;
//		cur_npages = DIV_ROUND_UP(rc, PAGE_SIZE);
//		for (i = 0; i < cur_npages; i++) {
//			len = rc > PAGE_SIZE ? PAGE_SIZE : rc;
//			bv[npages + i].bv_page = pages[i];
//			bv[npages + i].bv_offset = start;
//			bv[npages + i].bv_len = len - start;
//			rc -= len;
//			start = 0;
//		}
//		npages += cur_npages;
//	}
//	kvfree(pages);
// becomes
//	while (count && npages < max_pages) {
//		struct iov_frags frags =
//			IOV_FRAGS_INIT(bv + npages, max_pages - npages);
//
//		rc = iov_iter_fill_frags(iter, &frags, count);
//		if (rc < 0)
//			break;
//		count -= rc;
//		npages += frags.nr;
//	}
// The page array and the two checks of what the old function returned go: a
// fill takes no more than it was asked for and no more than there is room.

// The whole of the shape, before anything is changed.
@walk exists@
identifier rc, iter, pages, count, npages, max, start, cur, i, len, bv;
position site;
@@
  rc = \(iov_iter_get_pages2@site\|
         iov_iter_get_pages@site\)(iter, pages, count, max, &start);
  if (rc < 0) { ... break; }
  ... when any
  for (i = 0; i < cur; i++) {
	len = rc > PAGE_SIZE ? PAGE_SIZE : rc;
	bv[npages + i].bv_page = pages[i];
	bv[npages + i].bv_offset = start;
	bv[npages + i].bv_len = len - start;
	rc -= len;
	start = 0;
  }
  npages += cur;

// Up to 5.19 the caller moves the iterator on, by all it got.
@moves@
identifier walk.rc, walk.iter, walk.pages, walk.count, walk.max;
identifier walk.start;
statement S;
position walk.site, old;
@@
  rc = iov_iter_get_pages@site@old(iter, pages, count, max, &start);
  if (rc < 0) S
  if (rc > count) { ... break; }
  iov_iter_advance(iter, rc);

@call@
identifier walk.rc, walk.iter, walk.pages, walk.count, walk.npages;
identifier walk.max;
identifier walk.start, walk.cur, walk.i;
statement S, S1, S2;
position walk.site, moves.old;
@@
  while (count && npages < max) {
(
-	rc = iov_iter_get_pages2@site(iter, pages, count, max, &start);
+	rc = iov_iter_fill_frags(iter, &frags, count);
	if (rc < 0) S
-	if (rc > count) S1
|
-	rc = iov_iter_get_pages@old(iter, pages, count, max, &start);
+	rc = iov_iter_fill_frags(iter, &frags, count);
	if (rc < 0) S
-	if (rc > count) S1
-	iov_iter_advance(iter, rc);
)
	count -= rc;
-	rc += start;
-	cur = DIV_ROUND_UP(rc, PAGE_SIZE);
-	if (npages + cur > max) S2
-	for (i = 0; i < cur; i++) { ... }
-	npages += cur;
+	npages += frags.nr;
  }

@depends on call@
identifier walk.rc, walk.iter, walk.count, walk.npages, walk.max, walk.bv;
@@
  while (count && npages < max) {
+	struct iov_frags frags =
+		IOV_FRAGS_INIT(bv + npages, max - npages);
+
	rc = iov_iter_fill_frags(iter, &frags, count);
	...
  }

// The page array: allocated in one way or the other, freed in one place.
@depends on call@
identifier walk.pages;
expression E;
statement S;
@@
(
- if (array_size(...) <= E)
-	pages = kmalloc_array(...);
- if (!pages) {
-	pages = vmalloc(...);
-	if (!pages) S
- }
|
- pages = kvmalloc_array(...);
- if (!pages) S
)
  ... when any
- kvfree(pages);

// What the walk needed goes unless it has other uses.
@depends on call@
identifier walk.pages;
@@
(
- struct page **pages;
|
- struct page **pages = NULL;
)
  ... when any
      when != pages

@depends on call@
identifier walk.cur;
type T;
@@
- T cur;
  ... when any
      when != cur

@depends on call@
identifier walk.i;
type T;
@@
- T i;
  ... when any
      when != i

@depends on call@
identifier walk.len;
type T;
@@
- T len;
  ... when any
      when != len

@depends on call@
identifier walk.start;
type T;
@@
- T start;
  ... when any
      when != start
