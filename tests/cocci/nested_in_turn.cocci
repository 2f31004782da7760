@@
expression a, b;
@@
- max(a, b)
+ larger(b, a)
