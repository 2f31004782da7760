// Code beside an element of an initializer is beside it wherever that stands.
@@
identifier ops;
expression e;
@@
 struct frob_ops ops = {
+#ifdef CONFIG_PM
 .suspend = e,
+#endif
 };
