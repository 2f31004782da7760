// A type is written around the name that it declares.
@@
type T;
identifier x, fn;
@@
 fn(...) {
- T x;
+ T *spare, x;
 ...
 }
