@r@
expression e, size;
identifier fresh_name;
@@
- f(e)
+ g(siez, fresh_name)
