// SPDX-License-Identifier: GPL-2.0-only
// Pages appended to a bio, got into the far end of the bio's own free
// entries.
//
// The buffer is laid over these entries. A fragment is added at its own
// entry or, where pages were merged, before it, so the walk never
// overwrites one that it has not come to. One segment a fill, as before,
// because it is each segment that may be cut.
//
// Three forms: up to 5.19 with bio_try_merge_page() and with
// bio_add_hw_page(); since 6.0 with the length cut to whole blocks.
//
//	struct page **pages = (struct page **)bv;
//
//	pages += entries_left * (PAGE_PTRS_PER_BVEC - 1);
//	size = iov_iter_get_pages2(iter, pages, max, nr_pages, &offset);
//	if (unlikely(size <= 0))
//		return size ? size : -EFAULT;
//	nr_pages = DIV_ROUND_UP(offset + size, PAGE_SIZE);
//	trim = size & mask;
//	iov_iter_revert(iter, trim);
//	size -= trim;
//	if (unlikely(!size)) {
//		ret = -EFAULT;
//		goto out;
//	}
//	for (left = size, i = 0; left > 0; left -= len, i++) {
//		struct page *page = pages[i];
//
//		len = min_t(size_t, PAGE_SIZE - offset, left);
//		ret = add(bio, page, len, offset);
//		if (ret)
//			break;
//		offset = 0;
//	}
//	iov_iter_revert(iter, left);
// out:
//	while (i < nr_pages)
//		put_page(pages[i++]);
// becomes
//	struct iov_frags frags = IOV_FRAGS_INIT(bv, nr_pages);
//
//	size = iov_iter_fill_frags_segment(iter, &frags, max);
//	if (unlikely(size <= 0))
//		return size ? size : -EFAULT;
//	iov_iter_trim_frags(iter, &frags, size & mask);
//	if (unlikely(!frags.nr))
//		return -EFAULT;
//	for_each_iov_frag(frag, &frags) {
//		ret = add(bio, frag->bv_page, frag->bv_len, frag->bv_offset);
//		if (ret)
//			break;
//	}
//	iov_iter_give_back(iter, &frags, frag);

// The whole of the shape, before anything is changed.
@laid exists@
identifier bio, vcnt, io_vec, max_vecs, bv, pages, room, limit, iter;
identifier offset;
identifier size, i, len, left, page;
expression max;
type T, U;
position site;
@@
  T limit = bio->max_vecs - bio->vcnt;
  U room = bio->max_vecs - bio->vcnt;
  ... when any
  struct bio_vec *bv = bio->io_vec + bio->vcnt;
  struct page **pages = (struct page **)bv;
  ... when any
  size = \(iov_iter_get_pages2@site\|
           iov_iter_get_pages@site\)(iter, pages, max, limit, &offset);
  ... when any
  for (left = size, i = 0; left > 0; left -= len, i++) {
	struct page *page = pages[i];
	... when any
	len = min_t(size_t, PAGE_SIZE - offset, left);
	... when any
	offset = 0;
  }

// What becomes of what was got, in one of three forms.

// Since 6.0: the bytes are cut to whole blocks.
@blocks exists@
identifier laid.pages, laid.limit, laid.iter, laid.offset, laid.size;
identifier laid.i;
identifier laid.left, trim;
expression laid.max, mask;
position laid.site, cut;
@@
  size = iov_iter_get_pages2@site@cut(iter, pages, max, limit, &offset);
  ... when any
  limit = DIV_ROUND_UP(offset + size, PAGE_SIZE);
  trim = size & mask;
  iov_iter_revert(iter, trim);
  size -= trim;
  ... when any
  iov_iter_revert(iter, left);
  ... when any
  while (i < limit)
	put_page(pages[i++]);

// Up to 5.19: what was added is stepped over after the walk. A page that
// cannot be added is an error; nobody looks at the iterator then ...
@merged exists@
identifier laid.pages, laid.limit, laid.iter, laid.offset, laid.size;
identifier laid.i;
identifier laid.left;
expression laid.max;
position laid.site, whole;
@@
  size = iov_iter_get_pages@site@whole(iter, pages, max, limit, &offset);
  ... when any
  bio_put_pages(pages + i, left, offset);
  return -EINVAL;

// ... or the end of what the device takes.
@refused exists@
identifier laid.pages, laid.limit, laid.iter, laid.offset, laid.size;
identifier laid.i;
identifier laid.left;
expression laid.max;
position laid.site, part;
@@
  size = iov_iter_get_pages@site@part(iter, pages, max, limit, &offset);
  ... when any
  bio_put_pages(pages + i, left, offset);
  ... when any
  iov_iter_advance(iter, size - left);

@call@
identifier laid.pages, laid.limit, laid.iter, laid.offset, laid.size;
expression laid.max;
position blocks.cut, merged.whole, refused.part;
@@
(
- size = iov_iter_get_pages2@cut(iter, pages, max, limit, &offset);
+ size = iov_iter_fill_frags_segment(iter, &frags, max);
|
- size = iov_iter_get_pages@whole(iter, pages, max, limit, &offset);
+ size = iov_iter_fill_frags_segment(iter, &frags, max);
|
- size = iov_iter_get_pages@part(iter, pages, max, limit, &offset);
+ size = iov_iter_fill_frags_segment(iter, &frags, max);
)

@depends on call@
identifier laid.limit, laid.iter, laid.offset, laid.size, blocks.trim;
expression blocks.mask;
@@
- limit = DIV_ROUND_UP(offset + size, PAGE_SIZE);
- trim = size & mask;
+ iov_iter_trim_frags(iter, &frags, size & mask);
- iov_iter_revert(iter, trim);
- size -= trim;

@loop depends on call exists@
identifier laid.size, laid.pages, laid.i, laid.left, laid.len, laid.page;
identifier laid.offset;
iterator name for_each_iov_frag;
@@
  size = iov_iter_fill_frags_segment(...);
  ... when any
- for (left = size, i = 0; left > 0; left -= len, i++) {
+ for_each_iov_frag(frag, &frags) {
-	struct page *page = pages[i];
	... when any
-	len = min_t(size_t, PAGE_SIZE - offset, left);
	... when any
-	offset = 0;
  }

// Nothing may be left after the cut, and what is left is given back.
@depends on loop@
identifier laid.size, ret, out;
iterator name for_each_iov_frag;
@@
  iov_iter_trim_frags(...);
- if (unlikely(!size)) {
-	ret = -EFAULT;
-	goto out;
- }
+ if (unlikely(!frags.nr))
+	return -EFAULT;
+
  for_each_iov_frag(frag, &frags) { ... }

@depends on loop@
identifier laid.pages, laid.limit, laid.iter, laid.i, laid.left, out;
@@
- iov_iter_revert(iter, left);
-out:
- while (i < limit)
-	put_page(pages[i++]);
+ iov_iter_give_back(iter, &frags, frag);

@depends on loop@
identifier laid.pages, laid.iter, laid.i, laid.left, laid.offset;
@@
- bio_put_pages(pages + i, left, offset);
+ iov_iter_give_back(iter, &frags, frag);

@depends on loop@
identifier laid.iter, laid.size, laid.left;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) { ... }
(
- iov_iter_advance(iter, size);
|
- iov_iter_advance(iter, size - left);
)

@calls depends on loop@
identifier laid.bio, laid.page, laid.len, laid.offset, add;
expression first;
expression list more;
iterator name for_each_iov_frag;
@@
  for_each_iov_frag(frag, &frags) {
	<...
(
-	add(bio, page, len, offset)
+	add(bio, frag->bv_page, frag->bv_len, frag->bv_offset)
|
-	add(bio, page, len, offset, more)
+	add(bio, frag->bv_page, frag->bv_len, frag->bv_offset, more)
|
-	add(first, bio, page, len, offset, more)
+	add(first, bio, frag->bv_page, frag->bv_len, frag->bv_offset,
+	    more)
|
-	page
+	frag->bv_page
|
-	len
+	frag->bv_len
|
-	offset
+	frag->bv_offset
)
	...>
  }

@decl depends on calls exists@
identifier laid.bio, laid.vcnt, laid.io_vec, laid.max_vecs, laid.bv;
identifier laid.pages, laid.room, laid.limit;
type T, U;
iterator name for_each_iov_frag;
@@
- T limit = bio->max_vecs - bio->vcnt;
- U room = bio->max_vecs - bio->vcnt;
+ struct iov_frags frags =
+	IOV_FRAGS_INIT(bio->io_vec + bio->vcnt,
+	               bio->max_vecs - bio->vcnt);
  ...
- struct bio_vec *bv = bio->io_vec + bio->vcnt;
- struct page **pages = (struct page **)bv;
+ struct bio_vec *frag;
  ... when any
- BUILD_BUG_ON(...);
- pages += room * (...);
  ... when any
  for_each_iov_frag(frag, &frags) { ... }

// What the walk needed goes unless it has other uses.
@depends on decl@
identifier laid.left;
type T;
@@
- T left;
  ... when any
      when != left

@depends on decl@
identifier laid.len;
type T;
@@
- T len;
  ... when any
      when != len

@depends on decl@
identifier laid.i;
type T;
@@
(
- T i;
|
- T i = 0;
)
  ... when any
      when != i

@depends on decl@
identifier laid.offset;
type T;
@@
- T offset;
  ... when any
      when != offset

@depends on decl@
identifier blocks.trim;
type T;
@@
- T trim;
  ... when any
      when != trim

@other@
@@
  bio_put_pages(...)

@depends on decl && !other@
@@
- static void bio_put_pages(...) { ... }

@used@
@@
  PAGE_PTRS_PER_BVEC

@depends on decl && !used@
expression E;
@@
- #define PAGE_PTRS_PER_BVEC E
