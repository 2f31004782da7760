// SPDX-License-Identifier: GPL-2.0-only
// The declarations of the old functions go.

@@
@@
- ssize_t iov_iter_get_pages(...);

@@
@@
- ssize_t iov_iter_get_pages_alloc(...);

@@
@@
- ssize_t iov_iter_get_pages2(...);

@@
@@
- ssize_t iov_iter_get_pages_alloc2(...);
