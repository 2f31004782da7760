@@
@@
 while (...) {
   <...
   poll();
+  relax();
   ...>
 }
