// SPDX-License-Identifier: GPL-2.0-only
// Pages mapped into a bio until the device takes no more, in an array that
// is allocated or, if it is small, on the stack.
//
// The buffer is on the stack and small: pages that do not fit in it are got
// in the next round. That the first byte of a segment has to be aligned is
// asked of each fragment, because those after the first of a segment start
// at offset 0.
//
//	bytes = iov_iter_get_pages_alloc2(iter, &pages, LONG_MAX, &offs);
//	...
//	npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
//	if (unlikely(offs & mask))
//		j = 0;
//	else {
//		for (j = 0; j < npages; j++) {
//			struct page *page = pages[j];
//			unsigned int n = PAGE_SIZE - offs;
//
//			if (n > bytes)
//				n = bytes;
//			if (!add(bio, page, n, offs))
//				break;
//			bytes -= n;
//			offs = 0;
//		}
//	}
//	while (j < npages)
//		put_page(pages[j++]);
//	kvfree(pages);
//	if (bytes) {
//		iov_iter_revert(iter, bytes);
//		break;
//	}
// becomes
//	bytes = iov_iter_fill_frags(iter, &frags, LONG_MAX);
//	...
//	for_each_iov_frag(frag, &frags) {
//		if (unlikely(frag->bv_offset & mask))
//			break;
//		if (!add(bio, frag->bv_page, frag->bv_len, frag->bv_offset))
//			break;
//		bytes -= frag->bv_len;
//	}
//	iov_iter_give_back(iter, &frags, frag);
//	if (bytes)
//		break;

// The whole of the shape, before anything is changed.
@walk exists@
identifier bytes, pages, offs, npages, j, page, n;
expression iter, mask;
statement S;
position site;
@@
  bytes = \(iov_iter_get_pages_alloc2@site\|
            iov_iter_get_pages_alloc@site\)(iter, &pages, LONG_MAX, &offs);
  ... when any
  npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
  if (unlikely(offs & mask)) S
  else {
	for (j = 0; j < npages; j++) {
		struct page *page = pages[j];
		unsigned int n = PAGE_SIZE - offs;
		... when any
		bytes -= n;
		offs = 0;
	}
	... when any
  }
  while (j < npages)
	put_page(pages[j++]);
  ... when any
  if (bytes) { ... break; }

// Up to 5.19 the caller counts what was taken, and moves the iterator on
// by that.
@counted exists@
identifier walk.bytes, walk.n, walk.offs, added;
expression walk.iter;
position walk.site, old;
@@
  iov_iter_get_pages_alloc@site@old(...)
  ... when any
  added += n;
  bytes -= n;
  offs = 0;
  ... when any
  iov_iter_advance(iter, added);

@call depends on walk@
identifier walk.bytes, walk.pages, walk.offs, local;
expression walk.iter, E, max;
position walk.site, counted.old;
@@
(
- if (E) {
-	pages = local;
-	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, max, &offs);
- } else {
-	bytes = iov_iter_get_pages_alloc2@site(iter, &pages, LONG_MAX,
-	                                       &offs);
- }
+ bytes = iov_iter_fill_frags(iter, &frags, LONG_MAX);
|
- bytes = iov_iter_get_pages_alloc@old(iter, &pages, LONG_MAX, &offs);
+ bytes = iov_iter_fill_frags(iter, &frags, LONG_MAX);
)

@depends on counted@
identifier walk.bytes, walk.n, counted.added;
@@
- added += n;
  bytes -= n;

@depends on counted@
identifier counted.added;
expression walk.iter;
@@
- iov_iter_advance(iter, added);

@loop depends on call@
identifier walk.bytes, walk.pages, walk.offs, walk.npages, walk.j;
identifier walk.page;
identifier walk.n, add;
expression walk.mask;
expression list before, after;
statement S, S1, S2;
iterator name for_each_iov_frag;
@@
(
- npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
- if (unlikely(offs & mask)) S
- else {
-	for (j = 0; j < npages; j++) {
-		struct page *page = pages[j];
-		unsigned int n = PAGE_SIZE - offs;
-		bool same_page = false;
-		if (n > bytes)
-			n = bytes;
-		if (!add(before, page, n, offs, after)) S1
-		bytes -= n;
-		offs = 0;
-	}
- }
+ for_each_iov_frag(frag, &frags) {
+	bool same_page = false;
+
+	if (unlikely(frag->bv_offset & mask))
+		break;
+
+	if (!add(before, frag->bv_page, frag->bv_len, frag->bv_offset,
+	         after)) S1
+
+	bytes -= frag->bv_len;
+ }
|
- npages = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
- if (unlikely(offs & mask)) S
- else {
-	for (j = 0; j < npages; j++) {
-		struct page *page = pages[j];
-		unsigned int n = PAGE_SIZE - offs;
-		bool same_page = false;
-		if (n > bytes)
-			n = bytes;
-		if (!add(before, page, n, offs, after)) S1
-		if (same_page) S2
-		bytes -= n;
-		offs = 0;
-	}
- }
+ for_each_iov_frag(frag, &frags) {
+	bool same_page = false;
+
+	if (unlikely(frag->bv_offset & mask))
+		break;
+
+	if (!add(before, frag->bv_page, frag->bv_len, frag->bv_offset,
+	         after)) S1
+	if (same_page) S2
+
+	bytes -= frag->bv_len;
+ }
)

@depends on loop@
identifier walk.page;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	<...
-	page
+	frag->bv_page
	...>
  }

@depends on loop@
identifier walk.bytes, walk.pages, walk.npages, walk.j;
expression walk.iter;
statement S;
@@
- while (j < npages)
-	put_page(pages[j++]);
+ iov_iter_give_back(iter, &frags, frag);
(
- kvfree(pages);
|
- if (...)
-	kvfree(pages);
)
- if (bytes) S
+ if (bytes)
+	break;

// The arrays make room for the buffer.
@depends on loop@
identifier call.local;
expression N;
@@
- struct page *local[N];
  ... when any
      when != local

@depends on loop exists@
identifier walk.pages, walk.bytes;
@@
- struct page **pages;
+ DEFINE_IOV_FRAGS(frags, 16);
+ struct bio_vec *frag;
  ... when any
  bytes = iov_iter_fill_frags(...);

// What the walk needed goes unless it has other uses.
@depends on loop@
identifier walk.offs;
type T;
@@
- T offs;
  ... when any
      when != offs

@depends on loop@
identifier counted.added;
type T;
@@
(
- T added;
|
- T added = 0;
)
  ... when any
      when != added

@depends on loop@
identifier walk.npages;
type T;
@@
- T npages;
  ... when any
      when != npages

@depends on loop@
identifier walk.j;
type T;
@@
- T j;
  ... when any
      when != j
