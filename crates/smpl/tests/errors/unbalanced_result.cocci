@r@
expression e;
@@
- f(e);
+ g(e;

@s@
expression e;
@@
  f(e
- );
+ ;
