// SPDX-License-Identifier: GPL-2.0-only
// One page at a time, in a function that returns the page, and its offset
// through a pointer.
//
//	len = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, page_offset);
//	*length = len;
//	return page;
// becomes
//	len = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
//	*page_offset = frag.bv_offset;
//	*length = len;
//	return frag.bv_page;

// The page's declaration makes room for that of the fragment.
@byref@
identifier f, bytes, p, start;
expression iter;
@@
  struct page *f(..., size_t *start, ...)
  {
  ...
- struct page *p;
+ struct bio_vec frag;
  ...
- bytes = iov_iter_get_pages2(iter, &p, PAGE_SIZE, 1, start);
+ bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
  <...
- p
+ frag.bv_page
  ...>
  }

// The offset goes where the length goes.
@depends on byref@
identifier byref.bytes, byref.start, len;
expression byref.iter, E;
@@
  bytes = iov_iter_take_frag(iter, &frag, PAGE_SIZE);
  ...
+ *start = frag.bv_offset;
  *len = E;
