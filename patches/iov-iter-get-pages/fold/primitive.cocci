// SPDX-License-Identifier: GPL-2.0-only
// The primitive fills from a segment itself. A page array is made only for
// those who keep one: of the fragments, in their place.

@@
@@
- static ssize_t get_segment(...) { ... }

@@
@@
- static ssize_t fill_segment(...) { ... }

@@
expression list E;
@@
- fill_segment(E)
+ iov_iter_fill_segment(E)

@array@
identifier iter, pages, maxsize, offset, bytes;
@@
- bytes = get_segment_alloc(iter, pages, maxsize, offset);
- if (bytes <= 0)
-	*pages = NULL;
+ *pages = NULL;
+ frags.max = frags_wanted(iter, maxsize);
+ frags.bvec = kvmalloc_array(frags.max, sizeof(*frags.bvec), GFP_KERNEL);
+ if (!frags.bvec)
+	return -ENOMEM;
+
+ bytes = iov_iter_fill_frags_segment(iter, &frags, maxsize);
+ if (bytes <= 0) {
+	kvfree(frags.bvec);
+	return bytes;
+ }
+
+ /* Each fragment is read before a pointer is put in its place. */
+ *offset = frags.bvec->bv_offset;
+ *pages = (struct page **)frags.bvec;
+ for (i = 0; i < frags.nr; i++)
+	(*pages)[i] = frags.bvec[i].bv_page;
  return bytes;

@depends on array@
identifier array.bytes;
@@
+ struct iov_frags frags = { };
+ unsigned int i;
  ssize_t bytes;
  ... when any
  frags.max = frags_wanted(...);

@depends on array@
@@
- static ssize_t get_segment_alloc(...) { ... }
