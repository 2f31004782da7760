@@
expression e;
@@
- begin(e);
+ prepare(e);
+ begin_prepared(e);
