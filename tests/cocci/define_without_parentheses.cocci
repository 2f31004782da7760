@@
identifier name;
expression e;
@@
-#define name (e)
+#define name e
