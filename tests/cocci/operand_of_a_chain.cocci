@@
expression e;
statement S;
@@
 if (
-    e == NULL
+    !e
     || ...) S
