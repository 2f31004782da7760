// An operator that may be any is that of an initializer too; braces are no expression.
@@
identifier x;
assignment operator op;
expression e;
@@
  x op
- e
+ twice(e)
