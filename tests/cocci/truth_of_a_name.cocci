@@
@@
- broken != NULL
+ failed()
