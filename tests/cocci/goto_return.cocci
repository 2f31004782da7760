@@
expression e;
@@
 if (e < 0) {
   ...
-  return e;
+  return fail(e);
 }
