@@
identifier size, n;
expression e;
@@
- #define size(n) e
