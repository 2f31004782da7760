@@
@@
- broken || ...
+ failed()
