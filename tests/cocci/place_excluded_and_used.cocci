@checked@
expression x;
position p;
@@
  x@p = get();
  check(x);

@@
expression x, y;
position p1 != checked.p;
position any checked.p;
@@
- x@p1 = get();
+ x = get_unchecked();
  ...
  y@p = get();
