// What comes behind an `if` in an `else` goes into that branch, what comes behind the outer one does not.
@@
@@
  if (...) { ... } else { ... }
+ done();
