@@
type T = {int, unsigned int};
identifier x;
@@
- T x;
+ long x;
