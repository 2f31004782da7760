@@
expression E;
fresh identifier value;
@@
- use(E);
+ int value = E;
