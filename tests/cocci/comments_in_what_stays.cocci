@@
expression a, b;
@@
- old(a, b);
+ new(a, b);

@@
expression list es;
@@
- log(es)
+ note(es)

@@
expression e;
@@
- swap(e, 1)
+ swap(2, e)
