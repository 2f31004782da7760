@@
expression e;
@@
 f(e);
 ... when stric
 g(e);
