@@
expression e, n;
@@
 begin(e);
+ reserve(n);
 ...
 use(e, n);
