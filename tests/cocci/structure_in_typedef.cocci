@@
identifier s;
@@
  struct s {
    ...
-   int depth;
+   long depth;
    ...
  };
