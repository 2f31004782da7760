@@
expression l;
@@
 lock(l);
 ... when any
 if (...) {
+  unlock(l);
   return ...;
 }
