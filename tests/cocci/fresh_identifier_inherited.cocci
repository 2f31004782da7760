@ r @
identifier f;
fresh identifier g = "checked_" ## f;
@@
 f(...)
 {
+	enter(g);
 	...
 }

@@
identifier r.f;
identifier r.g;
@@
- call(f);
+ call(g);
