// SPDX-License-Identifier: GPL-2.0-only
@@
expression dev, buf, len;
@@
- frob_pages(dev, buf, len, 0)
+ frob_buffer(dev, buf, len)
