// SPDX-License-Identifier: GPL-2.0-only
// A local page array, walked with an index, an offset and a count of
// bytes.
//
//	copied = iov_iter_get_pages2(from, pages, length, maxpages, &offset);
//	while (copied) {
//		use = min_t(int, copied, PAGE_SIZE - offset);
//		sg_set_page(&to[n++], pages[i], use, offset);
//		offset = 0;
//		copied -= use;
//		i++;
//	}
// becomes
//	copied = iov_iter_fill_frags_max(from, &frags, length, maxpages);
//	for_each_iov_frag(frag, &frags)
//		sg_set_page(&to[n++], frag->bv_page, frag->bv_len,
//			    frag->bv_offset);

// The whole of the shape, before anything is changed.
@walk@
identifier bytes, pages, start, use;
expression iter, size, max;
position site;
@@
  bytes = \(iov_iter_get_pages2@site\|
            iov_iter_get_pages@site\)(iter, pages, size, max, &start);
  ...
  while (bytes) {
	use = min_t(int, bytes, PAGE_SIZE - start);
	...
	start = 0;
	bytes -= use;
	...
  }

@index@
identifier walk.bytes, walk.pages, i;
@@
  while (bytes) {
	<+...
	pages[i]
	...+>
  }

// Up to 5.19 the caller moves the iterator on, by all it got and before it
// asks for more. A caller that does something else is left alone.
@moves@
identifier walk.bytes, walk.pages, walk.start;
expression walk.iter, walk.size, walk.max, E;
statement S;
position walk.site, old;
@@
  bytes = iov_iter_get_pages@site@old(iter, pages, size, max, &start);
(
  if (bytes < 0) S
|
  if (bytes <= 0) S
)
  ... when != bytes = E
  iov_iter_advance(iter, bytes);

@call@
identifier walk.bytes, walk.pages, walk.start;
expression walk.iter, walk.size, walk.max;
position walk.site, moves.old;
@@
(
- bytes = iov_iter_get_pages2@site(iter, pages, size, max, &start);
+ bytes = iov_iter_fill_frags_max(iter, &frags, size, max);
|
- bytes = iov_iter_get_pages@old(iter, pages, size, max, &start);
+ bytes = iov_iter_fill_frags_max(iter, &frags, size, max);
)

@depends on moves@
identifier walk.bytes;
expression walk.iter;
@@
  bytes = iov_iter_fill_frags_max(...);
  ...
- iov_iter_advance(iter, bytes);

@loop depends on call@
identifier walk.bytes, walk.start, walk.use;
iterator name for_each_iov_frag;
@@
  bytes = iov_iter_fill_frags_max(...);
  ...
- while (bytes) {
-	use = min_t(int, bytes, PAGE_SIZE - start);
+ for_each_iov_frag(frag, &frags) {
	...
-	start = 0;
-	bytes -= use;
	...
  }

@body@
identifier walk.pages, walk.start, walk.use, index.i;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	<...
(
-	pages[i]
+	frag->bv_page
|
-	use
+	frag->bv_len
|
-	start
+	frag->bv_offset
)
	...>
  }

@@
identifier index.i;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	...
-	i++;
	...
  }

// A limit that is the capacity needs no mention.
@exists@
identifier walk.bytes, walk.pages;
expression walk.iter, walk.size, walk.max;
@@
- struct page *pages[max];
+ DEFINE_IOV_FRAGS(frags, max);
+ struct bio_vec *frag;
  ... when any
- bytes = iov_iter_fill_frags_max(iter, &frags, size, max);
+ bytes = iov_iter_fill_frags(iter, &frags, size);

@exists@
identifier walk.bytes, walk.pages;
expression N;
@@
- struct page *pages[N];
+ DEFINE_IOV_FRAGS(frags, N);
+ struct bio_vec *frag;
  ... when any
  bytes = iov_iter_fill_frags_max(...);

// What the walk needed goes unless it has other uses.
@@
identifier walk.start;
type T;
@@
- T start;
  ... when any
      when != start

@@
identifier walk.use;
type T;
@@
- T use;
  ... when any
      when != use

@@
identifier index.i;
type T;
@@
(
- T i;
|
- T i = 0;
)
  <... when any
       when != i
- i = 0;
  ...>
