// SPDX-License-Identifier: GPL-2.0-only
// Pages got in advance into an array of the caller's object, to be taken
// out of it one by one.
//
// One of a kind: one function refills the array, others take the page at
// its head, work out which bytes of it are meant from the first and the last
// page's offsets, and put what is left. The array becomes one of struct
// bio_vec, so that each page has its own offset and length.
//
//	ret = iov_iter_get_pages2(sdio->iter, dio->pages, LONG_MAX, N,
//				  &sdio->from);
//	if (ret >= 0) {
//		ret += sdio->from;
//		sdio->head = 0;
//		sdio->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
//		sdio->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;
//		return 0;
//	}
// becomes
//	ret = iov_iter_fill_frags_segment(sdio->iter, &frags, LONG_MAX);
//	if (ret >= 0) {
//		sdio->head = 0;
//		sdio->tail = frags.nr;
//		return 0;
//	}
// and, where a page is taken,
//	from = sdio->head ? 0 : sdio->from;
//	to = (sdio->head == sdio->tail - 1) ? sdio->to : PAGE_SIZE;
// becomes
//	from = dio->pages[sdio->head].bv_offset;
//	to = from + dio->pages[sdio->head].bv_len;

// The whole of the shape, before anything is changed.
@queue exists@
identifier dio, q, arr, iter, head, tail, from, to, ret;
expression max;
position site;
@@
  ret = \(iov_iter_get_pages2@site\|
          iov_iter_get_pages@site\)(q->iter, dio->arr, LONG_MAX,
                                   max, &q->from);
  ... when any
  ret += q->from;
  q->head = 0;
  q->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
  q->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;

// Who uses the array is in this file as well, because the array is.
@owned@
identifier S, queue.arr;
expression queue.max;
@@
  struct S {
	...
	union {
		...
		struct page *arr[max];
		...
	};
	...
  };

// Who takes a page looks for its bytes in this way.
@taken@
identifier queue.head, queue.tail, queue.from, queue.to;
expression q, start, end;
@@
  start = q->head ? 0 : q->from;
  end = (q->head == q->tail - 1) ? q->to : PAGE_SIZE;

// Up to 5.19 the caller moves the iterator on, by all it got.
@moves exists@
identifier queue.q, queue.iter, queue.from, queue.ret;
position queue.site, old;
@@
  ret = iov_iter_get_pages@site@old(...);
  ... when any
  iov_iter_advance(q->iter, ret);
  ret += q->from;

@call depends on owned && taken@
identifier queue.dio, queue.q, queue.arr, queue.iter, queue.from;
identifier queue.ret;
expression queue.max;
position queue.site, moves.old;
@@
(
- ret = iov_iter_get_pages2@site(q->iter, dio->arr, LONG_MAX, max,
-                               &q->from);
+ ret = iov_iter_fill_frags_segment(q->iter, &frags, LONG_MAX);
|
- ret = iov_iter_get_pages@old(q->iter, dio->arr, LONG_MAX, max,
-                               &q->from);
+ ret = iov_iter_fill_frags_segment(q->iter, &frags, LONG_MAX);
)

@depends on call@
identifier queue.dio, queue.ret, queue.arr;
expression queue.max;
@@
+ struct iov_frags frags = IOV_FRAGS_INIT(dio->arr, max);
  ssize_t ret;
  ... when any
  ret = iov_iter_fill_frags_segment(...);

@depends on call@
identifier queue.q, queue.iter, queue.from, queue.ret;
@@
- iov_iter_advance(q->iter, ret);
  ret += q->from;

@depends on call@
identifier queue.q, queue.from, queue.to, queue.head, queue.tail;
identifier queue.ret;
@@
- ret += q->from;
  q->head = 0;
- q->tail = (ret + PAGE_SIZE - 1) / PAGE_SIZE;
- q->to = ((ret - 1) & (PAGE_SIZE - 1)) + 1;
+ q->tail = frags.nr;

// A page put in by hand.
@depends on call@
identifier queue.dio, queue.q, queue.arr, queue.head, queue.tail;
identifier queue.from, queue.to;
expression page, start, end;
@@
- dio->arr[0] = page;
+ dio->arr[0].bv_page = page;
+ dio->arr[0].bv_len = end;
+ dio->arr[0].bv_offset = start;
  q->head = 0;
  q->tail = 1;
- q->from = start;
- q->to = end;

// The page at the head, where it is taken and where it is put.
@depends on call@
identifier queue.arr, queue.head;
expression dio, q;
@@
(
- dio->arr[q->head]
+ dio->arr[q->head].bv_page
|
- dio->arr[q->head++]
+ dio->arr[q->head++].bv_page
)

@depends on call@
identifier queue.dio, queue.arr, queue.head, queue.tail;
identifier queue.from, queue.to;
expression q, start, end;
@@
- start = q->head ? 0 : q->from;
- end = (q->head == q->tail - 1) ? q->to : PAGE_SIZE;
+ start = dio->arr[q->head].bv_offset;
+ end = start + dio->arr[q->head].bv_len;

// The array and the offsets themselves.
@depends on call@
identifier S, queue.arr;
expression queue.max;
@@
  struct S {
	...
	union {
		...
-		struct page *arr[max];
+		struct bio_vec arr[max];
		...
	};
	...
  };

@depends on call@
identifier S, queue.from;
@@
  struct S {
	...
-	size_t from;
	...
  };

@depends on call@
identifier S, queue.to;
@@
  struct S {
	...
-	size_t to;
	...
  };
