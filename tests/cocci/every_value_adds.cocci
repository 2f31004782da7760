@@
expression x;
@@
 f(...) {
++ use(x);
   ... when any
   g(x);
   ... when any
 }
