@r@
expression e, size;
@@
- f(e)
+ g(siez)
