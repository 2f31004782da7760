@@
expression *x;
@@
- clear(x)
+ clear_all(x)
