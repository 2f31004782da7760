// A typedef declares no variable.
@@
type T;
identifier x;
@@
- T x;
+ T old_x;
