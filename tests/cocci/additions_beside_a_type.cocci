@@
identifier x, v;
fresh identifier copy = "old_" ## v;
@@
 struct x {
++	int copy;
 	...
 	int v;
 	...
 }
