// SPDX-License-Identifier: GPL-2.0-only
// A page that is put, and put again on the same path without having been
// looked at in between.  Code that stands may hold two references; a change
// that comes to it has to show that.

@first@
identifier p;
position one;
@@
  put_page@one(p);

@twice exists@
identifier first.p;
position first.one;
position site != first.one;
@@
  put_page@one(p);
  ... when != p
  put_page@site(p);
