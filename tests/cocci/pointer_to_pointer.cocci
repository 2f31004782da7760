@@
expression **x;
@@
- drop(x)
+ drop_all(x)
