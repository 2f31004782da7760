@r@
identifier f !=~ "x";
@@
- f();
