// `const T` is a type that is const, not a pointer to one.
@@
identifier x;
type T;
@@
- const
 T x;
