// A declaration holds no call in the place of its declarator.
@@
identifier x;
expression e;
@@
- x = e
+ assign(&x, e)
