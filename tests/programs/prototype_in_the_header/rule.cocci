@@
identifier x;
@@
- int size(struct box *x)
+ long size_of(struct box *x)
 {
 	...
 }
