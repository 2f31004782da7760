// SPDX-License-Identifier: GPL-2.0-only
// Fragments whose references are dropped, and dropped again on the same path
// without the buffer having been filled in between.

@given exists@
expression iter, first;
identifier frags;
position site;
@@
  iov_iter_give_back(iter, &frags, first);
  ... when != frags
  \(iov_iter_give_back@site(iter, &frags, first);\|
    iov_frags_put@site(&frags);\)

@put exists@
expression iter, first;
identifier frags;
position site;
@@
  iov_frags_put(&frags);
  ... when != frags
  \(iov_iter_give_back@site(iter, &frags, first);\|
    iov_frags_put@site(&frags);\)
