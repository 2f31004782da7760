@@
identifier b;
statement S;
@@
 if (
-    b->len > 0 && !b->data
+    is_bare(b)
     && ...) S

@@
identifier b;
statement S;
@@
 if (... &&
-    b->len > 0
+    !is_empty(b)
     && ...) S

@@
identifier b;
@@
(
 ... /
-    b->unit
+    unit_of(b)
|
 ... %
-    b->unit
+    unit_of(b)
)
