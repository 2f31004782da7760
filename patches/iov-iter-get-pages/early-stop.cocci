// SPDX-License-Identifier: GPL-2.0-only
// Pages passed one by one to a pipe, until it takes no more.
//
// One of a kind: add_to_pipe() drops the page it refuses, so what is given
// back starts at the fragment after it, and its own bytes are reverted
// apart.
//
//	for (i = 0; i < n; i++) {
//		int size = min_t(int, left, PAGE_SIZE - start);
//		...
//		ret = add_to_pipe(pipe, &buf);
//		if (unlikely(ret < 0)) {
//			iov_iter_revert(from, left);
//			while (++i < n)
//				put_page(pages[i]);
//			goto out;
//		}
//		total += ret;
//		left -= size;
//		start = 0;
//	}
// becomes
//	for_each_iov_frag(frag, &frags) {
//		...
//		ret = add_to_pipe(pipe, &buf);
//		if (unlikely(ret < 0)) {
//			iov_iter_give_back(from, &frags, frag + 1);
//			iov_iter_revert(from, frag->bv_len);
//			goto out;
//		}
//		total += ret;
//	}

// Since 6.0: all was taken, what is left over goes back.
@stop exists@
identifier left, pages, start, from, i, n, sz, ret, total, pipe, buf, out;
expression size, max, E;
statement S;
iterator name for_each_iov_frag;
@@
- left = iov_iter_get_pages2(from, pages, size, max, &start);
+ left = iov_iter_fill_frags(from, &frags, size);
  if (left <= 0) S
- n = DIV_ROUND_UP(left + start, PAGE_SIZE);
- for (i = 0; i < n; i++) {
-	int sz = E;
-	buf.page = pages[i];
-	buf.offset = start;
-	buf.len = sz;
+ for_each_iov_frag(frag, &frags) {
+	buf.page = frag->bv_page;
+	buf.offset = frag->bv_offset;
+	buf.len = frag->bv_len;
	ret = add_to_pipe(pipe, &buf);
	if (unlikely(ret < 0)) {
-		iov_iter_revert(from, left);
-		while (++i < n)
-			put_page(pages[i]);
+		iov_iter_give_back(from, &frags, frag + 1);
+		iov_iter_revert(from, frag->bv_len);
		goto out;
	}
	total += ret;
-	left -= sz;
-	start = 0;
  }

@exists@
identifier stop.pages, stop.left;
expression stop.max;
@@
- struct page *pages[max];
+ DEFINE_IOV_FRAGS(frags, max);
+ struct bio_vec *frag;
  ... when any
  left = iov_iter_fill_frags(...);

// What the walk needed goes unless it has other uses.
@@
identifier stop.start;
type T;
@@
- T start;
  ... when any
      when != start

@@
identifier stop.i;
type T;
@@
- T i;
  ... when any
      when != i

@@
identifier stop.n;
type T;
@@
- T n;
  ... when any
      when != n

// Up to 5.19: what was passed on is stepped over, one page at a time,
// and the rest is put in the same loop.
@step exists@
identifier copied, pages, start, from, n, sz, ret, total, pipe, buf;
identifier failed;
expression size, max;
statement S;
iterator name for_each_iov_frag;
@@
- copied = iov_iter_get_pages(from, pages, size, max, &start);
+ copied = iov_iter_fill_frags(from, &frags, size);
  if (copied <= 0) S
- for (n = 0; copied; n++, start = 0) {
-	int sz = min_t(int, copied, PAGE_SIZE - start);
-	if (!failed) {
-		buf.page = pages[n];
-		buf.offset = start;
-		buf.len = sz;
-		ret = add_to_pipe(pipe, &buf);
-		if (unlikely(ret < 0)) {
-			failed = true;
-		} else {
-			iov_iter_advance(from, ret);
-			total += ret;
-		}
-	} else {
-		put_page(pages[n]);
-	}
-	copied -= sz;
- }
+ for_each_iov_frag(frag, &frags) {
+	buf.page = frag->bv_page;
+	buf.offset = frag->bv_offset;
+	buf.len = frag->bv_len;
+	ret = add_to_pipe(pipe, &buf);
+	if (unlikely(ret < 0)) {
+		iov_iter_give_back(from, &frags, frag + 1);
+		iov_iter_revert(from, frag->bv_len);
+		failed = true;
+		break;
+	}
+	total += ret;
+ }

@exists@
identifier step.pages, step.copied;
expression step.max;
@@
- struct page *pages[max];
+ DEFINE_IOV_FRAGS(frags, max);
+ struct bio_vec *frag;
  ... when any
  copied = iov_iter_fill_frags(...);

// What the walk needed goes unless it has other uses.
@@
identifier step.start;
type T;
@@
- T start;
  ... when any
      when != start

@@
identifier step.n;
type T;
@@
- T n;
  ... when any
      when != n
