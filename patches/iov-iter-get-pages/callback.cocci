// SPDX-License-Identifier: GPL-2.0-only
// The callback form of a walk over fragments: what runs for a page becomes
// a function that iov_iter_for_each_page() calls. This rule writes a mark;
// the manifest says what it becomes.
//
//	copied = iov_iter_fill_frags_max(from, &frags, length, max);
//	if (copied <= 0)
//		goto out;
//	length -= copied;
//	for_each_iov_frag(frag, &frags)
//		sg_set_page(&to[n++], frag->bv_page, frag->bv_len,
//			    frag->bv_offset);
// becomes
//	iov_iter_for_each_page_outlined(copied, from, length) {
//		if (!max--)
//			break;
//		get_page(page);
//		sg_set_page(&to[n++], page, len, from);
//	}
//	if (copied <= 0)
//		goto out;
//	length -= copied;
//
// The function is called for one buffer after the other, so a limit on the
// fragments is counted down in it, unless the caller goes round until it
// has all. It takes the references that the caller kept, since each buffer
// is released; and a page that it refuses is given back with all behind it.

// Every fill with its limit, so that there is one kind.
@exists@
identifier bytes, frags;
expression iter, size, N;
declarer name DEFINE_IOV_FRAGS;
@@
  DEFINE_IOV_FRAGS(frags, N);
  ... when any
- bytes = iov_iter_fill_frags(iter, &frags, size);
+ bytes = iov_iter_fill_frags_max(iter, &frags, size, N);

// Rounds that end when all is had have no limit: one call goes on where
// they would.
@exists@
identifier bytes, frags, frag;
expression iter, size, A, B, N;
declarer name DEFINE_IOV_FRAGS;
iterator name for_each_iov_frag;
statement S, W;
@@
(
  while (A < B) {
	DEFINE_IOV_FRAGS(frags, N);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags_max(iter, &frags, B - A,
-		N
+		~0U
	);
	if (bytes < 0) S
	A += bytes;
	for_each_iov_frag(frag, &frags) W
  }
|
  while (iov_iter_count(iter)) {
	DEFINE_IOV_FRAGS(frags, N);
	struct bio_vec *frag;
	ssize_t bytes;

	bytes = iov_iter_fill_frags_max(iter, &frags, size,
-		N
+		~0U
	);
	if (bytes <= 0) S
	for_each_iov_frag(frag, &frags) W
  }
)

// A limit may be 0, of which a fill makes nothing taken and a function
// that stops an error. Where the two are told apart, it is seen not to be.
@whole exists@
identifier frags;
expression N;
declarer name DEFINE_IOV_FRAGS;
position fill;
@@
  DEFINE_IOV_FRAGS(frags, N);
  ... when any
  iov_iter_fill_frags_max@fill(..., &frags, ..., \(N\|~0U\))

@bounded exists@
expression A, B, E;
position fill;
@@
  while (\(A < B\|E && A < B\|A < B && E\)) {
	... when any
	iov_iter_fill_frags_max@fill(..., B - A)
	... when any
  }

@limited exists@
identifier bytes;
statement S;
position fill != {whole.fill, bounded.fill};
@@
  bytes = iov_iter_fill_frags_max@fill(...);
  if (bytes < 0) S

// A walk that is left for good at a page that what refused it has dropped:
// the function says so, and the rest is done for it.
@refused exists@
identifier frags, frag, l;
expression iter;
iterator name for_each_iov_frag;
position back, one, two, behind;
@@
  for_each_iov_frag(frag, &frags) {
	... when any
	iov_iter_give_back@back(iter@one, &frags, frag@behind + 1);
	iov_iter_revert(iter@two, frag->bv_len);
(
	goto l;
|
	return ...;
)
	... when any
  }

// A buffer that is used for more than one walk stays one.
@elsewhere exists@
identifier frags, f != {iov_iter_fill_frags_max};
position fill, used != refused.back;
@@
  iov_iter_fill_frags_max@fill(..., &frags, ...)
  ... when any
(
  f@used(..., &frags, ...)
|
  frags.nr
|
  frags.bvec
)

// So does one whose walk reads what is changed between it and the fill.
@late exists@
identifier bytes, frags, frag;
expression iter, E;
iterator name for_each_iov_frag;
position fill;
@@
  bytes = iov_iter_fill_frags_max@fill(iter, &frags, ...);
  ... when any
(
  E = <+... bytes ...+>;
|
  E += bytes;
|
  E -= bytes;
)
  ... when any
(
  for_each_iov_frag(frag, &frags) {
	<+...
	E
	...+>
  }
|
  for_each_iov_frag(frag, &frags) <+... E ...+>;
)

// And one whose walk uses the iterator, which moves on in the course of
// the callbacks, or has a name that the function needs.
@itself exists@
identifier bytes, frags, frag;
expression iter;
iterator name for_each_iov_frag;
position fill, used != {refused.one, refused.two};
@@
  bytes = iov_iter_fill_frags_max@fill(iter, &frags, ...);
  ... when any
(
  for_each_iov_frag(frag, &frags) {
	<+...
	\(iter@used\|page@used\|from@used\|len@used\)
	...+>
  }
|
  for_each_iov_frag(frag, &frags)
	<+... \(iter@used\|page@used\|from@used\|len@used\) ...+>;
)

// Or one that passes the fragment on as a whole.
@passed exists@
identifier bytes, frags, frag, f;
expression iter, E;
iterator name for_each_iov_frag;
position fill, used != refused.behind;
@@
  bytes = iov_iter_fill_frags_max@fill(iter, &frags, ...);
  ... when any
(
  for_each_iov_frag(frag, &frags) {
	<+...
	\(f(..., frag, ...)\|E = frag\|frag@used + E\)
	...+>
  }
|
  for_each_iov_frag(frag, &frags)
	<+... \(f(..., frag, ...)\|E = frag\|frag + E\) ...+>;
)

// One statement that is no expression is left alone, so that the above see
// all there is.
@branch exists@
identifier frags, frag;
iterator name for_each_iov_frag;
statement S1, S2;
position fill;
@@
  iov_iter_fill_frags_max@fill(..., &frags, ...)
  ... when any
  for_each_iov_frag(frag, &frags)
(
	if (...) S1 else S2
|
	while (...) S1
|
	for (...; ...; ...) S1
|
	switch (...) S1
)

@mark@
identifier bytes, frags, frag;
fresh identifier left = frags ## "_left";
expression iter, size, max;
iterator name for_each_iov_frag, iov_iter_for_each_page_outlined;
statement S, B;
position fill != {limited.fill, elsewhere.fill, late.fill, itself.fill,
	passed.fill, branch.fill};
@@
(
- bytes = iov_iter_fill_frags_max@fill(iter, &frags, size, ~0U);
+ iov_iter_for_each_page_outlined(bytes, iter, size)
+	B
|
- bytes = iov_iter_fill_frags_max@fill(iter, &frags, size, max);
+ left = max;
+ iov_iter_for_each_page_outlined(bytes, iter, size)
+	B
)
(
  if (bytes < 0) S
|
  if (bytes <= 0) S
)
  ... when != frags
- for_each_iov_frag(frag, &frags) B

// The limit and the reference come first; one statement gets a block.
@@
iterator name iov_iter_for_each_page_outlined;
identifier mark.left;
expression E1, E2, E3, max;
statement B;
@@
  left = max;
(
  iov_iter_for_each_page_outlined(E1, E2, E3) {
+	if (!left--)
+		break;
	...
  }
|
  iov_iter_for_each_page_outlined(E1, E2, E3)
- B
+ {
+	if (!left--)
+		break;
+	B
+ }
)

@depends on mark@
iterator name iov_iter_for_each_page_outlined;
identifier mark.left;
expression E1, E2, E3;
statement B;
@@
(
  iov_iter_for_each_page_outlined(E1, E2, E3) {
	get_page(page);
	...
  }
|
  iov_iter_for_each_page_outlined(E1, E2, E3) {
	if (!left--)
		break;
+	get_page(page);
	...
  }
|
  iov_iter_for_each_page_outlined(E1, E2, E3) {
+	get_page(page);
	...
  }
|
  iov_iter_for_each_page_outlined(E1, E2, E3)
- B
+ {
+	get_page(page);
+	B
+ }
)

// What a refusal comes to is done for the function.
@@
identifier mark.frags, mark.frag;
expression iter;
iterator name iov_iter_for_each_page_outlined;
@@
  iov_iter_for_each_page_outlined(...) {
	<...
-	iov_iter_give_back(iter, &frags, frag + 1);
-	iov_iter_revert(iter, frag->bv_len);
	...>
  }

@@
identifier mark.frag;
expression E;
iterator name iov_iter_for_each_page_outlined;
@@
  iov_iter_for_each_page_outlined(...) {
	<...
-	E = *frag;
+	E = (struct bio_vec){
+		.bv_page = page,
+		.bv_len = len,
+		.bv_offset = from,
+	};
	...>
  }

@@
identifier mark.frag;
iterator name iov_iter_for_each_page_outlined;
@@
  iov_iter_for_each_page_outlined(...) {
	<...
(
-	frag->bv_page
+	page
|
-	frag->bv_len
+	len
|
-	frag->bv_offset
+	from
|
-	*frag
+ (struct bio_vec){ .bv_page = page, .bv_len = len, .bv_offset = from }
)
	...>
  }

// What is left without a use goes.
@@
identifier mark.frag;
type T;
@@
- T *frag;
  ... when any
      when != frag

@exists@
identifier mark.frags, mark.left;
expression N, max;
declarer name DEFINE_IOV_FRAGS;
@@
- DEFINE_IOV_FRAGS(frags, N);
+ unsigned int left;
  ... when any
  left = max;

@named exists@
identifier mark.frags, N;
declarer name DEFINE_IOV_FRAGS;
iterator name iov_iter_for_each_page_outlined;
statement B;
@@
  DEFINE_IOV_FRAGS(frags, N);
  ... when != frags
  iov_iter_for_each_page_outlined(...) B

@exists@
identifier mark.frags;
expression N;
declarer name DEFINE_IOV_FRAGS;
iterator name iov_iter_for_each_page_outlined;
statement B;
@@
- DEFINE_IOV_FRAGS(frags, N);
  ... when != frags
  iov_iter_for_each_page_outlined(...) B

// So does the name of the capacity of a buffer that has gone.
@kept@
identifier named.N;
@@
  N

@depends on !kept@
identifier named.N;
expression E;
@@
- #define N E

// A limit that is the capacity needs no mention.
@exists@
identifier bytes, frags;
expression iter, size, N;
declarer name DEFINE_IOV_FRAGS;
@@
  DEFINE_IOV_FRAGS(frags, N);
  ... when any
- bytes = iov_iter_fill_frags_max(iter, &frags, size, \(N\|~0U\));
+ bytes = iov_iter_fill_frags(iter, &frags, size);
