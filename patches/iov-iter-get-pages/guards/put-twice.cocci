// SPDX-License-Identifier: GPL-2.0-only
// A page that is put, and put again on the same path without having been
// looked at in between.  Code that stands may hold two references; a change
// that comes to it has to show that.

@twice exists@
identifier p;
position site;
@@
  put_page(p);
  ... when != p
  put_page@site(p);
