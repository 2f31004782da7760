@@
expression e;
@@
- f(E, e)
+ g(E)
