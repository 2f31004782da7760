@@
expression e;
symbol a, b;
@@
(
  use(e);
&
  use(\(a\|b\));
)
+ used(e);
