@@
expression E;
@@
- if (E) {
+ if (check(E)) {
   ...
   }
