// SPDX-License-Identifier: GPL-2.0-only
// Pages added to a request that keeps them in a page array, with their
// offsets and lengths in an array beside it.
//
// The two arrays are the request's and stay as they are: they are filled
// from a buffer on the stack, one round for each time that it is full.
//
//	ret = iov_iter_get_pages2(ii, &ap->pages[ap->num_pages],
//				  *nbytesp - nbytes,
//				  max_pages - ap->num_pages, &start);
//	if (ret < 0)
//		break;
//	nbytes += ret;
//	ret += start;
//	npages = DIV_ROUND_UP(ret, PAGE_SIZE);
//	ap->descs[ap->num_pages].offset = start;
//	set_lengths(ap->descs, ap->num_pages, npages);
//	ap->num_pages += npages;
//	ap->descs[ap->num_pages - 1].length -=
//		(PAGE_SIZE - ret) & (PAGE_SIZE - 1);
// becomes
//	ret = iov_iter_fill_frags_max(ii, &frags, *nbytesp - nbytes,
//				      max_pages - ap->num_pages);
//	if (ret < 0)
//		break;
//	nbytes += ret;
//	for_each_iov_frag(frag, &frags) {
//		ap->pages[ap->num_pages] = frag->bv_page;
//		ap->descs[ap->num_pages].offset = frag->bv_offset;
//		ap->descs[ap->num_pages].length = frag->bv_len;
//		ap->num_pages++;
//	}

// The whole of the shape, before anything is changed.
@kept@
identifier ret, start, n, nr, set, parr, darr;
expression iter, obj, size, max, bytes;
position site;
@@
  ret = \(iov_iter_get_pages2@site\|
          iov_iter_get_pages@site\)(iter, &obj->parr[obj->nr], size,
                                   max, &start);
  ...
  bytes += ret;
  ret += start;
(
  n = DIV_ROUND_UP(ret, PAGE_SIZE);
|
  n = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
)
  obj->darr[obj->nr].offset = start;
  set(obj->darr, obj->nr, n);
  obj->nr += n;
  obj->darr[obj->nr - 1].length -= (PAGE_SIZE - ret) & (PAGE_SIZE - 1);

// Up to 5.19 the caller moves the iterator on, by all it got.
@moves@
identifier kept.ret, kept.start, kept.parr, kept.nr;
expression kept.iter, kept.obj, kept.size, kept.max;
statement S;
position kept.site, old;
@@
  ret = iov_iter_get_pages@site@old(iter, &obj->parr[obj->nr], size,
                                    max, &start);
  if (ret < 0) S
  iov_iter_advance(iter, ret);

@call@
identifier kept.ret, kept.start, kept.parr, kept.nr;
expression kept.iter, kept.obj, kept.size, kept.max;
position kept.site, moves.old;
@@
(
- ret = iov_iter_get_pages2@site(iter, &obj->parr[obj->nr], size,
-                               max, &start);
+ ret = iov_iter_fill_frags_max(iter, &frags, size, max);
|
- ret = iov_iter_get_pages@old(iter, &obj->parr[obj->nr], size,
-                               max, &start);
+ ret = iov_iter_fill_frags_max(iter, &frags, size, max);
)

@depends on moves@
identifier kept.ret;
expression kept.iter;
@@
  ret = iov_iter_fill_frags_max(...);
  ...
- iov_iter_advance(iter, ret);

@copy depends on call@
identifier kept.ret, kept.start, kept.n, kept.nr, kept.set, kept.parr;
identifier kept.darr;
expression kept.obj, kept.bytes, N;
iterator name for_each_iov_frag;
@@
  bytes += ret;
- ret += start;
- n = N;
- obj->darr[obj->nr].offset = start;
- set(obj->darr, obj->nr, n);
- obj->nr += n;
- obj->darr[obj->nr - 1].length -= (PAGE_SIZE - ret) & (PAGE_SIZE - 1);
+ for_each_iov_frag(frag, &frags) {
+	obj->parr[obj->nr] = frag->bv_page;
+	obj->darr[obj->nr].offset = frag->bv_offset;
+	obj->darr[obj->nr].length = frag->bv_len;
+	obj->nr++;
+ }

@depends on copy@
identifier kept.n, kept.start;
type T, U;
@@
- T n;
- U start;
+ DEFINE_IOV_FRAGS(frags, 16);
+ struct bio_vec *frag;
+
  ...
  iov_iter_fill_frags_max(...)

// What set the lengths goes unless it has other callers.
@other@
identifier kept.set;
@@
  set(...)

@depends on copy && !other@
identifier kept.set;
type T;
@@
- static inline T set(...) { ... }

@depends on copy && !other@
identifier kept.set;
type T;
@@
- static T set(...) { ... }
