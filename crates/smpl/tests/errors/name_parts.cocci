@r@
fresh identifier x = "a" # "b";
@@
- f();
+ x();
