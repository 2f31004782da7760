@@
identifier f;
@@
 void f(...) {
   ...
+  trace_leave();
   return;
 }
