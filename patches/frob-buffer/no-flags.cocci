// SPDX-License-Identifier: GPL-2.0-only
// A call that passes no flags.
@@
expression dev, buf, len;
@@
- frob_pages(dev, buf, len, 0)
+ frob_buffer(dev, buf, len)
