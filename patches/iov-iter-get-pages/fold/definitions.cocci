// SPDX-License-Identifier: GPL-2.0-only
// The old functions go, with their exports, and so does what they alone
// used.

@@
@@
- ssize_t iov_iter_get_pages(...) { ... }

@@
declarer name EXPORT_SYMBOL;
@@
- EXPORT_SYMBOL(iov_iter_get_pages);

@@
@@
- ssize_t iov_iter_get_pages_alloc(...) { ... }

@@
declarer name EXPORT_SYMBOL;
@@
- EXPORT_SYMBOL(iov_iter_get_pages_alloc);

@@
@@
- ssize_t iov_iter_get_pages2(...) { ... }

@@
declarer name EXPORT_SYMBOL;
@@
- EXPORT_SYMBOL(iov_iter_get_pages2);

@@
@@
- ssize_t iov_iter_get_pages_alloc2(...) { ... }

@@
declarer name EXPORT_SYMBOL;
@@
- EXPORT_SYMBOL(iov_iter_get_pages_alloc2);

// What they shared.

@@
@@
- static ssize_t __iov_iter_get_pages_alloc(...) { ... }

@uses_iter_folioq_get_pages@
@@
  iter_folioq_get_pages(...)

@depends on !uses_iter_folioq_get_pages@
@@
- static ssize_t iter_folioq_get_pages(...) { ... }

@uses_iter_xarray_get_pages@
@@
  iter_xarray_get_pages(...)

@depends on !uses_iter_xarray_get_pages@
@@
- static ssize_t iter_xarray_get_pages(...) { ... }

@uses_iter_xarray_populate_pages@
@@
  iter_xarray_populate_pages(...)

@depends on !uses_iter_xarray_populate_pages@
@@
- static ssize_t iter_xarray_populate_pages(...) { ... }

@uses_pipe_get_pages@
@@
  pipe_get_pages(...)

@depends on !uses_pipe_get_pages@
@@
- static ssize_t pipe_get_pages(...) { ... }

@uses_pipe_get_pages_alloc@
@@
  pipe_get_pages_alloc(...)

@depends on !uses_pipe_get_pages_alloc@
@@
- static ssize_t pipe_get_pages_alloc(...) { ... }

@uses_inner@
@@
  __pipe_get_pages(...)

@depends on !uses_inner@
@@
- static inline ssize_t __pipe_get_pages(...) { ... }

@uses_first_bvec_segment@
@@
  first_bvec_segment(...)

@depends on !uses_first_bvec_segment@
@@
- static struct page * first_bvec_segment(...) { ... }

@uses_get_pages_array@
@@
  get_pages_array(...)

@depends on !uses_get_pages_array@
@@
- static struct page ** get_pages_array(...) { ... }

@uses_want_pages_array@
@@
  want_pages_array(...)

@depends on !uses_want_pages_array@
@@
- static int want_pages_array(...) { ... }
