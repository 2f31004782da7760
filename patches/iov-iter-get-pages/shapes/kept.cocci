// SPDX-License-Identifier: GPL-2.0-only
// The array is part of an object that outlives the call.

// Named as a member.
@member@
expression iter, obj, i;
identifier fld;
position site;
@@
  \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, \(obj->fld\|obj.fld\|&obj->fld[i]\|&obj.fld[i]\), ...)

// Laid over storage of another type.
@laid exists@
expression iter, E;
identifier pages;
position site;
@@
  struct page **pages = (struct page **)E;
  ... when any
  \(iov_iter_get_pages2@site\|iov_iter_get_pages@site\)(iter, pages, ...)
