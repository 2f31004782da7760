// Each of several declarators has code in its place.
@@
identifier x;
@@
- extern int x;
+ extern long x;
