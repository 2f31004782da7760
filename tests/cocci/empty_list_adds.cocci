@@
expression list es;
@@
  f(
- es,
+ 1,
  3)
