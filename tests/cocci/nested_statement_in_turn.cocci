@@
expression e;
statement S;
@@
(
- if (wet(e)) S
+ if (!dry(e)) S
|
- drain(e);
+ drain_all(e, 0);
)
