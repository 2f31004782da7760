@r@
expression e
identifier f;
@@
- f(e);
