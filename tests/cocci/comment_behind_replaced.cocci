@@
expression e;
@@
- first(e);
- second(e);
+ both(e);
