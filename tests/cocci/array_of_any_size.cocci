@@
identifier x;
@@
- int x[...];
+ int *x;
