@@
identifier name, x;
expression e;
@@
-#define name(x) raw(e)
+#define name(x) (e)
