// SPDX-License-Identifier: GPL-2.0-only
// A local page array, walked to add each page to a packet by the head of
// its compound page.
//
// One of a kind: the walk moves the offset on to count from the head, so
// the offset stays a variable of the loop's. What the pages are charged for
// is their number, over all segments as it was over one.
//
//	copied = iov_iter_get_pages2(from, pages, length, max, &start);
//	truesize = PAGE_ALIGN(copied + start);
//	for (refs = 0; copied != 0; start = 0) {
//		int size = min_t(int, copied, PAGE_SIZE - start);
//		struct page *head = compound_head(pages[n]);
//
//		start += (pages[n] - head) << PAGE_SHIFT;
//		copied -= size;
//		n++;
//		add(skb, head, start, size);
//	}
// becomes
//	copied = iov_iter_fill_frags_max(from, &frags, length, max);
//	truesize = frags.nr * PAGE_SIZE;
//	refs = 0;
//	for_each_iov_frag(bv, &frags) {
//		struct page *head = compound_head(bv->bv_page);
//		size_t start = bv->bv_offset;
//
//		start += (bv->bv_page - head) << PAGE_SHIFT;
//		add(skb, head, start, bv->bv_len);
//	}

// The whole of the shape, before anything is changed.
@walk exists@
identifier bytes, pages, start, head, n, refs, size;
expression iter, len, max;
position site;
@@
  bytes = \(iov_iter_get_pages2@site\|
            iov_iter_get_pages@site\)(iter, pages, len, max, &start);
  ... when any
  for (refs = 0; bytes != 0; start = 0) {
	int size = min_t(int, bytes, PAGE_SIZE - start);
	... when any
	start += (pages[n] - head) << PAGE_SHIFT;
	bytes -= size;
	n++;
	... when any
  }

// Up to 5.19 the caller moves the iterator on, by all it got and before it
// asks for more. A caller that does something else is left alone.
@moves@
identifier walk.bytes, walk.pages, walk.start;
expression walk.iter, walk.len, walk.max, E;
statement S;
position walk.site, old;
@@
  bytes = iov_iter_get_pages@site@old(iter, pages, len, max, &start);
  if (bytes < 0) S
  ... when != bytes = E
  iov_iter_advance(iter, bytes);

@call@
identifier walk.bytes, walk.pages, walk.start;
expression walk.iter, walk.len, walk.max;
position walk.site, moves.old;
@@
(
- bytes = iov_iter_get_pages2@site(iter, pages, len, max, &start);
+ bytes = iov_iter_fill_frags_max(iter, &frags, len, max);
|
- bytes = iov_iter_get_pages@old(iter, pages, len, max, &start);
+ bytes = iov_iter_fill_frags_max(iter, &frags, len, max);
)

@depends on call exists@
identifier walk.bytes, walk.pages;
expression N;
@@
- struct page *pages[N];
+ DEFINE_IOV_FRAGS(frags, N);
  ... when any
  bytes = iov_iter_fill_frags_max(...);

@depends on call exists@
identifier walk.bytes, walk.start;
@@
- size_t start;
+ struct bio_vec *bv;
  ... when any
  bytes = iov_iter_fill_frags_max(...);

@depends on moves@
identifier walk.bytes;
expression walk.iter;
@@
  bytes = iov_iter_fill_frags_max(...);
  ...
- iov_iter_advance(iter, bytes);

@depends on call@
identifier walk.bytes, walk.start;
@@
- PAGE_ALIGN(bytes + start)
+ frags.nr * PAGE_SIZE

// What is looked up for the first page before the walk.
@depends on call@
identifier walk.bytes, walk.pages, walk.head, walk.n, walk.refs, order;
@@
  head = compound_head(
- pages[n]
+ frags.bvec->bv_page
  );
  order = compound_order(head);
  for (refs = 0; bytes != 0; ...) { ... }

@loop depends on call exists@
identifier walk.bytes, walk.pages, walk.start, walk.head, walk.n;
identifier walk.refs;
identifier walk.size;
iterator name for_each_iov_frag;
@@
  bytes = iov_iter_fill_frags_max(...);
  ... when any
(
- for (refs = 0; bytes != 0; start = 0) {
-	int size = min_t(int, bytes, PAGE_SIZE - start);
+ for_each_iov_frag(bv, &frags) {
	struct page *head = compound_head(pages[n]);
+	size_t start = bv->bv_offset;
	... when any
	start += (pages[n] - head) << PAGE_SHIFT;
-	bytes -= size;
-	n++;
	... when any
  }
|
- for (refs = 0; bytes != 0; start = 0) {
-	int size = min_t(int, bytes, PAGE_SIZE - start);
+ for_each_iov_frag(bv, &frags) {
+	size_t start = bv->bv_offset;
	... when any
	start += (pages[n] - head) << PAGE_SHIFT;
-	bytes -= size;
-	n++;
	... when any
  }
)

@depends on loop@
identifier walk.pages, walk.n, walk.size;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(bv, &frags) {
	<...
(
-	pages[n]
+	bv->bv_page
|
-	size
+	bv->bv_len
)
	...>
  }

@depends on loop@
identifier walk.refs;
iterator name for_each_iov_frag;
@@
+ refs = 0;
  for_each_iov_frag(bv, &frags) { ... }

// What the walk needed goes unless it has other uses.
@depends on loop@
identifier walk.n;
type T;
@@
(
- T n;
|
- T n = 0;
)
  ... when any
      when != n
