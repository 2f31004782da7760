// SPDX-License-Identifier: GPL-2.0-only
// A page array that was allocated beforehand and is used as a buffer.
//
//	struct page **pages = cmd->upages;
//
//	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, N, &offset);
//	while (bytes) {
//		n = min_t(unsigned int, PAGE_SIZE - offset, bytes);
//		sg_set_page(sg++, pages[npages++], n, offset);
//		bytes -= n;
//		offset = 0;
//	}
//	return npages;
// becomes
//	struct iov_frags frags = IOV_FRAGS_INIT(cmd->upages, N);
//	struct bio_vec *frag;
//
//	bytes = iov_iter_fill_frags(iter, &frags, LONG_MAX);
//	for_each_iov_frag(frag, &frags)
//		sg_set_page(sg++, frag->bv_page, frag->bv_len, frag->bv_offset);
//	return frags.nr;
// and the array becomes one of struct bio_vec, where it is declared and
// where it is allocated.

// The whole of the shape, before anything is changed.
@stored exists@
identifier pages, fld;
expression iter, size, max, obj;
position site;
@@
  struct page **pages = obj->fld;
  ... when any
  \(iov_iter_get_pages2@site\|
    iov_iter_get_pages@site\)(iter, pages, size, max, ...)

@walk exists@
identifier stored.pages;
position stored.site;
identifier bytes, start, n, count;
expression iter, size, max, sg;
type T, U;
@@
  bytes = \(iov_iter_get_pages2@site\|
            iov_iter_get_pages@site\)(iter, pages, size, max, &start);
  ...
(
  while (bytes) {
	n = min_t(T, PAGE_SIZE - start, bytes);
	...
	sg_set_page(sg, pages[count++], n, start);
	...
	bytes -= n;
	start = 0;
  }
|
  while (bytes) {
	U n = min_t(T, PAGE_SIZE - start, bytes);
	...
	sg_set_page(sg, pages[count++], n, start);
	...
	bytes -= n;
	start = 0;
  }
)

// Up to 5.19 the caller moves the iterator on, by all it got and before it
// asks for more. A caller that does something else is left alone.
@moves@
identifier walk.bytes, stored.pages, walk.start;
expression walk.iter, walk.size, walk.max, E;
statement S;
position stored.site, old;
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
identifier walk.bytes, stored.pages, walk.start;
expression walk.iter, walk.size, walk.max;
position stored.site, moves.old;
@@
(
- bytes = iov_iter_get_pages2@site(iter, pages, size, max, &start);
+ bytes = iov_iter_fill_frags(iter, &frags, size);
|
- bytes = iov_iter_get_pages@old(iter, pages, size, max, &start);
+ bytes = iov_iter_fill_frags(iter, &frags, size);
)

@depends on moves@
identifier walk.bytes;
expression walk.iter;
@@
  bytes = iov_iter_fill_frags(...);
  ...
- iov_iter_advance(iter, bytes);

@depends on call exists@
identifier walk.bytes, walk.start, walk.n;
type T, U;
iterator name for_each_iov_frag;
@@
  bytes = iov_iter_fill_frags(...);
  ...
(
- while (bytes) {
-	n = min_t(T, PAGE_SIZE - start, bytes);
+ for_each_iov_frag(frag, &frags) {
	...
-	bytes -= n;
-	start = 0;
  }
|
- while (bytes) {
-	U n = min_t(T, PAGE_SIZE - start, bytes);
+ for_each_iov_frag(frag, &frags) {
	...
-	bytes -= n;
-	start = 0;
  }
)

@@
identifier stored.pages, walk.start, walk.n, walk.count;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	<...
(
-	pages[count++]
+	frag->bv_page
|
-	n
+	frag->bv_len
|
-	start
+	frag->bv_offset
)
	...>
  }

@depends on call@
statement S;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags)
- {
	S
- }

// A failure path that puts what it did not use, counting bytes as it goes.
@depends on call exists@
identifier walk.bytes, stored.pages, walk.n, walk.count;
expression walk.iter;
type T;
@@
  bytes = iov_iter_fill_frags(...);
  ... when any
- iov_iter_revert(iter, bytes);
- while (bytes) {
-	n = min_t(T, PAGE_SIZE, bytes);
-	put_page(pages[count++]);
-	bytes -= n;
- }
+ iov_iter_give_back(iter, &frags, frag);

@depends on call@
identifier walk.bytes, walk.count;
@@
  bytes = iov_iter_fill_frags(...);
  ... when any
- return count;
+ return frags.nr;

@depends on call exists@
identifier walk.bytes, stored.pages, stored.fld;
expression walk.max, stored.obj;
@@
- struct page **pages = obj->fld;
+ struct iov_frags frags = IOV_FRAGS_INIT(obj->fld, max);
+ struct bio_vec *frag;
  ... when any
  bytes = iov_iter_fill_frags(...);

// The array itself.
@depends on call@
identifier S, stored.fld;
@@
  struct S {
	...
-	struct page **fld;
+	struct bio_vec *fld;
	...
  };

@depends on call@
identifier stored.fld;
expression obj, nr, gfp;
@@
  obj->fld =
(
  kcalloc(nr, sizeof(
-	struct page *
+	struct bio_vec
  ), gfp)
|
  kzalloc_objs(
-	struct page *
+	struct bio_vec
  , nr)
)

// A function that saves the array's address while it clears the rest.
@depends on call@
identifier stored.fld, saved;
expression obj;
@@
- struct page **saved;
+ struct bio_vec *saved;
  ...
  saved = obj->fld;

// What the walk needed goes unless it has other uses.
@depends on call@
identifier walk.start;
type T;
@@
- T start;
  ... when any
      when != start

@depends on call@
identifier walk.n;
type T;
@@
- T n;
  ... when any
      when != n

@depends on call@
identifier walk.count;
type T;
@@
- T count = 0;
  ... when any
      when != count
