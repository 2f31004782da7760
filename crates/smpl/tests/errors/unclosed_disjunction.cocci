@r@
expression e;
@@
(
- f(e);
|
- g(e);
