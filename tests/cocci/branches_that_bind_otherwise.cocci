@given@
expression E;
@@

(
  take(E, ...);
|
  take(..., E);
)

@@
expression given.E;
@@

- drop(E);
+ release(E);

@@
expression E;
statement S1, S2;
@@

  if (ready(E)) S1
  else
- S2
+ wait(E);
