@@
expression E;
@@
- old(E)
+ new(E)
