@@
identifier f ~ "x";
expression e : script:python( { x };
@@
- f(e)
