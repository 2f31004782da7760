@@
attribute name __mine;
identifier x;
type T;
@@
- T x __mine;
+ T x;
