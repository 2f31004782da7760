@ disable is_null @
expression *p;
@@
- if (p == NULL) return -ENOMEM;
+ CHECK(p);
