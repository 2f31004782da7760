@@
expression e;
statement S;
@@
  if (
(
  e
|
- e != NULL
+ e
)
     ) S
