@@
expression x;
@@
- fill(x, 0);
+ clear(x);
