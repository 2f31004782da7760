@r@
type T = {int};
identifier x;
@@
  T x;

@@
type T = {r.T *, char};
identifier x;
@@
- T *x;
+ T x;
