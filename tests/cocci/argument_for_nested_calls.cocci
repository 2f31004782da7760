@@
expression e;
@@
  scale(e
+       , NULL
       )
