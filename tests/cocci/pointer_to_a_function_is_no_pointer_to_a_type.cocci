@@
type T;
identifier v;
@@
- T *
+ T **
 v;
