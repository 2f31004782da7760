// SPDX-License-Identifier: GPL-2.0-only
// Pages kept in an array of the caller's object, and a table of where their
// bytes are made of them.
//
// The array stays as it is, because other functions put its pages. It has
// as many entries as the buffer on the stack.
//
//	n = iov_iter_get_pages2(iter, sgl->pages, len, N, &off);
//	if (n < 0)
//		return n;
//	npages = DIV_ROUND_UP(off + n, PAGE_SIZE);
//	sg_init_table(sgl->sg, npages + 1);
//	for (i = 0, len = n; i < npages; i++) {
//		int plen = min_t(int, len, PAGE_SIZE - off);
//
//		sg_set_page(sgl->sg + i, sgl->pages[i], plen, off);
//		off = 0;
//		len -= plen;
//	}
//	sgl->npages = npages;
// becomes
//	n = iov_iter_fill_frags_segment(iter, &frags, len);
//	if (n < 0)
//		return n;
//	sg_init_table(sgl->sg, frags.nr + 1);
//	for_each_iov_frag(frag, &frags) {
//		sg_set_page(sgl->sg + i, frag->bv_page, frag->bv_len,
//			    frag->bv_offset);
//		sgl->pages[i++] = frag->bv_page;
//	}
//	sgl->npages = frags.nr;

// The whole of the shape, before anything is changed.
@kept@
identifier f, n, off, npages, i, len, plen, arr;
identifier iter;
expression obj, max, sg;
position site;
@@
  f(..., struct iov_iter *iter, ...)
  {
  ...
  n = \(iov_iter_get_pages2@site\|
        iov_iter_get_pages@site\)(iter, obj->arr, len, max, &off);
  ...
(
  npages = DIV_ROUND_UP(off + n, PAGE_SIZE);
|
  npages = (off + n + PAGE_SIZE - 1) >> PAGE_SHIFT;
)
  ...
  for (i = 0, len = n; i < npages; i++) {
	int plen = min_t(int, len, PAGE_SIZE - off);
	sg_set_page(sg + i, obj->arr[i], plen, off);
	off = 0;
	len -= plen;
  }
  ...
  }

// Up to 5.19 it is the callers of this function who move the iterator on,
// so the pages are taken from a copy of it.
@unmoved@
identifier kept.f, kept.iter, kept.n;
position kept.site, old;
@@
  f(..., struct iov_iter *iter, ...)
  {
  ... when != iov_iter_advance(...)
  n = iov_iter_get_pages@site@old(...);
  ... when != iov_iter_advance(...)
  }

@call@
identifier kept.n, kept.off, kept.len, kept.iter, kept.arr;
expression kept.obj, kept.max;
position kept.site, unmoved.old;
@@
(
- n = iov_iter_get_pages2@site(iter, obj->arr, len, max, &off);
+ n = iov_iter_fill_frags_segment(iter, &frags, len);
|
- n = iov_iter_get_pages@old(iter, obj->arr, len, max, &off);
+ n = iov_iter_fill_frags_segment(&from, &frags, len);
)

@walk depends on call@
identifier kept.n, kept.npages, kept.i, kept.len, kept.arr;
expression kept.obj, kept.sg, N;
iterator name for_each_iov_frag;
@@
- npages = N;
  <...
- npages
+ frags.nr
  ...>
- for (i = 0, len = n; i < npages; i++) { ... }
+ for_each_iov_frag(frag, &frags) {
+	sg_set_page(sg + i, frag->bv_page, frag->bv_len, frag->bv_offset);
+	obj->arr[i++] = frag->bv_page;
+ }
  <...
- npages
+ frags.nr
  ...>

@depends on walk@
identifier kept.off, kept.n, kept.len, kept.iter;
expression kept.max;
@@
- size_t off;
+ DEFINE_IOV_FRAGS(frags, max);
+ struct bio_vec *frag;
  ... when any
  n = iov_iter_fill_frags_segment(iter, &frags, len);

@depends on walk@
identifier kept.off, kept.n, kept.len, kept.iter;
expression kept.max;
@@
- size_t off;
+ struct iov_iter from = *iter; /* moved on by the caller */
+ DEFINE_IOV_FRAGS(frags, max);
+ struct bio_vec *frag;
  ... when any
  n = iov_iter_fill_frags_segment(&from, &frags, len);

@depends on walk@
identifier kept.npages;
type T;
@@
- T npages;
  ... when any
      when != npages

// The index has to start at the first page.
@depends on walk exists@
identifier kept.i, kept.arr;
expression kept.obj, page;
type T;
@@
- T i;
+ T i = 0;
  ... when any
  obj->arr[i++] = page;
