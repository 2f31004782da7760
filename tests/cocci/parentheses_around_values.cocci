@@
expression e;
@@
- half(e)
+ shift(e->len, (long)e, e * 2, -e, e + 1)
