// Members under `#if` are members.
@@
identifier s;
@@
 struct s { ...
- int debug;
 ... };
