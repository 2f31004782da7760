@@
expression E;
@@
(
  keep(E)
|
- first(E)
+ one(E)
|
- second(E, ...)
+ two(E)
)
