@@
expression e;
@@
  if (<+... e ...+>) {
    <...
-   drain(e);
+   drain_tested(e);
    ...>
  }
