@@
identifier s;
expression e;
@@
- struct tank s = { .depth = e };
+ struct tank s = TANK(e);
