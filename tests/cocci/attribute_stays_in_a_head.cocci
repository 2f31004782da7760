@@
identifier f;
type T;
@@
- T f(void)
+ T f(struct device *dev)
 { ... }
