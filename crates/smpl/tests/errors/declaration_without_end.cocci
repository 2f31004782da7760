@r@
identifier x;
@@
- int x
+ long x
