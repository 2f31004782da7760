@@
expression e;
fresh identifier value = "value";
@@
- keep(e);
+ put(value, e); get(value);
