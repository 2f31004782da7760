// SPDX-License-Identifier: GPL-2.0-only
// A page array allocated for each round, walked, put and freed.
//
//	result = iov_iter_get_pages_alloc2(iter, &pagevec, rsize, &pgbase);
//	if (result < 0)
//		break;
//	bytes = result;
//	npages = (result + pgbase + PAGE_SIZE - 1) / PAGE_SIZE;
//	for (i = 0; i < npages; i++) {
//		unsigned int len = min_t(size_t, bytes, PAGE_SIZE - pgbase);
//		...
//		pgbase = 0;
//		bytes -= len;
//		...
//	}
//	release_pages(pagevec, npages);
//	kvfree(pagevec);
// becomes
//	result = iov_iter_fill_frags_alloc(iter, &frags, rsize);
//	if (result < 0)
//		break;
//	for_each_iov_frag(frag, &frags) {
//		...
//	}
//	iov_frags_put(&frags);
//	iov_frags_free(&frags);
// with a small buffer on the stack for the common small request.

// The whole of the shape, before anything is changed.
@walk exists@
identifier r, bytes, pages, start, n, i, len, put;
expression iter, size;
statement S;
position site;
@@
  r = \(iov_iter_get_pages_alloc2@site\|
        iov_iter_get_pages_alloc@site\)(iter, &pages, size, &start);
  if (r < 0) S
  bytes = r;
  ...
  n = (r + start + PAGE_SIZE - 1) / PAGE_SIZE;
  for (i = 0; i < n; i++) {
	...
	unsigned int len = min_t(size_t, bytes, PAGE_SIZE - start);
	... when any
	start = 0;
	bytes -= len;
	...
  }
  put(pages, n);
  kvfree(pages);

// What puts the pages does only that.
@puts@
identifier walk.put, array, count, k;
@@
  put(struct page **array, unsigned int count)
  {
	unsigned int k;

	for (k = 0; k < count; k++)
		put_page(array[k]);
  }

// Up to 5.19 the caller moves the iterator on, by all it got.
@moves@
identifier walk.r, walk.bytes, walk.pages, walk.start;
expression walk.iter, walk.size;
statement S;
position old;
@@
  r = iov_iter_get_pages_alloc@old(iter, &pages, size, &start);
  if (r < 0) S
  bytes = r;
  iov_iter_advance(iter, bytes);

@call depends on puts@
identifier walk.r, walk.bytes, walk.pages, walk.start, walk.n, walk.i;
expression walk.iter, walk.size;
statement S;
position walk.site, moves.old;
iterator name for_each_iov_frag;
@@
(
- r = iov_iter_get_pages_alloc2@site(iter, &pages, size, &start);
+ r = iov_iter_fill_frags_alloc(iter, &frags, size);
  if (r < 0) S
- bytes = r;
- n = (r + start + PAGE_SIZE - 1) / PAGE_SIZE;
|
- r = iov_iter_get_pages_alloc@old(iter, &pages, size, &start);
+ r = iov_iter_fill_frags_alloc(iter, &frags, size);
  if (r < 0) S
- bytes = r;
- iov_iter_advance(iter, bytes);
- n = (r + start + PAGE_SIZE - 1) / PAGE_SIZE;
)
- for (i = 0; i < n; i++) {
+ for_each_iov_frag(frag, &frags) {
	...
  }

@body depends on call exists@
identifier walk.bytes, walk.start, walk.len;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	... when any
-	unsigned int len = min_t(size_t, bytes, PAGE_SIZE - start);
	... when any
-	start = 0;
-	bytes -= len;
	...
  }

@depends on body@
identifier walk.pages, walk.start, walk.len, walk.i;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	<...
(
-	pages[i]
+	frag->bv_page
|
-	len
+	frag->bv_len
|
-	start
+	frag->bv_offset
)
	...>
  }

@depends on body@
identifier walk.pages, walk.n, walk.put;
@@
- put(pages, n);
- kvfree(pages);
+ iov_frags_put(&frags);
+ iov_frags_free(&frags);

@depends on body@
identifier walk.pages;
@@
- struct page **pages;
+ DEFINE_IOV_FRAGS(frags, UIO_FASTIOV);
+ struct bio_vec *frag;

// What the walk needed goes unless it has other uses.
@depends on body@
identifier walk.bytes;
type T;
@@
- T bytes;
  ... when any
      when != bytes

@depends on body@
identifier walk.start;
type T;
@@
- T start;
  ... when any
      when != start

@depends on body@
identifier walk.n;
type T;
@@
- T n;
  ... when any
      when != n

@depends on body@
identifier walk.i;
type T;
@@
- T i;
  ... when any
      when != i

// The function that put the pages goes unless it has other callers.
@other@
identifier walk.put;
@@
  put(...)

@depends on body && !other@
identifier walk.put, array, count;
@@
- static void put(struct page **array, unsigned int count) { ... }
