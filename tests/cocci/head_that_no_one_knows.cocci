@@
statement S;
expression E;
@@
- while (!E) S
+ until(E) S
