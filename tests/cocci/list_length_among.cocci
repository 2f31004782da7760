// A length may be one of several.
@@
parameter list[n = {0, 2 ... 3}] ps;
identifier fn;
@@
- fn
+ some
 (ps) { ... }
