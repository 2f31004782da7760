@r@
@@
- f();
... when !=
- g();

@s@
identifier x;
@@
- f();
... when !x
- g();
