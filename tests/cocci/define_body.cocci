@@
expression a;
@@
- sizeof(a) / sizeof(*a)
+ ARRAY_SIZE(a)
