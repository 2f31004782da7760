// SPDX-License-Identifier: GPL-2.0-only
@@
expression dev, buf, len;
position site;
@@
  frob_pages@site(dev, buf, len, 0)
