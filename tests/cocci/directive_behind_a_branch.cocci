// What comes behind the one statement of a branch comes into the branch, be it a comment or a directive.
@@
expression e;
@@
+#ifdef CONFIG_TRACE
  trace(e);
+#endif

@@
expression e;
@@
  mark(e);
+ /* marked */
