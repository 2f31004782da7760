@@
long e;
@@
- old(e)
+ new(e)
