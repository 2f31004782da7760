@r@
expression e;
@@
- return e;
  ...
- drop(e);
