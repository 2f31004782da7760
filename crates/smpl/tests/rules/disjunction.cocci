@@
expression e, e1;
@@
(
- a(e);
+ aa(e);
|
  b(e);
&
  c(...);
)
+ done();
  x = (\(e\|e1\));
- f(
-   (e)
- )
