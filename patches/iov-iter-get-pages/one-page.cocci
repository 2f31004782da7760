// SPDX-License-Identifier: GPL-2.0-only
// One page at a time: page and offset come in one fragment.
//
//	copied = iov_iter_get_pages2(from, &page, PAGE_SIZE, 1, &start);
//	sg_set_page(sg, page, copied, start);
// becomes
//	copied = iov_iter_take_frag(from, &frag, PAGE_SIZE);
//	sg_set_page(sg, frag.bv_page, copied, frag.bv_offset);

// Up to 5.19 the caller moves the iterator on, by all it got and before it
// asks for more. A caller that does something else is left alone.
@moves@
identifier bytes, p, start;
expression iter, E;
statement S;
position old;
@@
  bytes = iov_iter_get_pages@old(iter, &p, PAGE_SIZE, 1, &start);
(
  if (bytes < 0) S
|
  if (bytes <= 0) S
)
  ... when != bytes = E
  iov_iter_advance(iter, bytes);

// The declaration of the offset makes room for that of the fragment.
@take@
identifier bytes, p, start;
expression iter;
position moves.old;
@@
- size_t start;
+ struct bio_vec frag;
  ...
(
- bytes = iov_iter_get_pages2(iter, &p, PAGE_SIZE, 1, &start);
+ bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
|
- bytes = iov_iter_get_pages@old(iter, &p, PAGE_SIZE, 1, &start);
+ bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
)

@depends on moves@
identifier take.bytes;
expression take.iter;
@@
  bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
  ...
- iov_iter_advance(iter, bytes);

@@
identifier take.bytes, take.p, take.start;
expression take.iter;
@@
  bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
  <... when any
(
- p
+ frag.bv_page
|
- start
+ frag.bv_offset
)
  ...>

// The page's own variable goes unless it has other uses.
@depends on take@
identifier take.p;
@@
- struct page *p;
  ... when any
      when != p
