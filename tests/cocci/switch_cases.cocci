@@
expression e;
@@
 switch (e) {
- case CMD_OLD: ... break;
 case CMD_RESET:
+  sync(e);
   reset();
   ...
 }
