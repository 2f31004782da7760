// SPDX-License-Identifier: GPL-2.0-only
// A local page array, walked to set up a vector of the caller's.
//
//	bytes = iov_iter_get_pages2(iter, pages, size, N, &start);
//	for ( ; bytes; i++, k++) {
//		int len = min_t(int, bytes, PAGE_SIZE - start);
//
//		bvec_set_page(&bvecs[k], pages[i], len, start);
//		bytes -= len;
//		start = 0;
//	}
// becomes
//	bytes = iov_iter_fill_frags(iter, &frags, size);
//	for_each_iov_frag(frag, &frags)
//		bvecs[k++] = *frag;

// The whole of the shape, before anything is changed.
@walk@
identifier bytes, pages, start, i, k, bvecs, len, bv;
expression iter, size, max;
position site;
@@
  bytes = \(iov_iter_get_pages2@site\|
            iov_iter_get_pages@site\)(iter, pages, size, max, &start);
  ...
(
  for (; bytes; i++, k++) {
	struct bio_vec bv = {
		.bv_page = pages[i],
		.bv_len = min_t(int, bytes, PAGE_SIZE - start),
		.bv_offset = start,
	};
	bvecs[k] = bv;
	bytes -= bv.bv_len;
	start = 0;
  }
|
  for (; bytes; i++, k++) {
	int len = min_t(int, bytes, PAGE_SIZE - start);
	bvec_set_page(&bvecs[k], pages[i], len, start);
	bytes -= len;
	start = 0;
  }
)

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

@depends on call@
identifier walk.bytes, walk.i, walk.k, walk.bvecs;
iterator name for_each_iov_frag;
@@
  bytes = iov_iter_fill_frags_max(...);
  ...
- for (; bytes; i++, k++) { ... }
+ for_each_iov_frag(frag, &frags)
+	bvecs[k++] = *frag;

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
identifier walk.i;
type T;
@@
(
- T i;
|
- T i = 0;
)
  ... when any
      when != i
