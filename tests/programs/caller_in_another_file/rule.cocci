@old@
identifier f;
expression list es;
@@
 f(...)
 {
 	...
-	log_start(es);
+	trace_start(es);
 	...
 }

@@
identifier old.f;
expression list es;
@@
- f(es)
+ f(es, NULL)
