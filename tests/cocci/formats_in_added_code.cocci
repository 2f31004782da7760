@@
format list fs;
expression list es;
@@
- old_log("%@fs@", es)
+ new_log("dev: %@fs@", es)
