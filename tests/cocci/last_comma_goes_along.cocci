@@
identifier x;
initializer list is;
@@
- int x[] = { is };
+ long x[] = { is };
