@r@
expression e;
identifier made;
@@
- f(e)
+ g(e, made)
