@@
statement S, T;
@@
if (...) S
else
-  T
+  stop();
+last();
