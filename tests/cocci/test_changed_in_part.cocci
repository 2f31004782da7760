@@
identifier i, j;
statement S;
@@
+ i = j;
  if (
-     (i = j)
+     i
      + 1) S
