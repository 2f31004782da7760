@@
identifier f, x;
type T1, T2;
@@
- T1 f(T2 *x) { ... }
