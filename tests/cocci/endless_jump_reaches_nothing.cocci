@@
identifier x;
expression a, b;
type T;
@@
- T x;
  ... when != x
- x = a;
- a = b;
- b = x;
+ swap(a, b);
