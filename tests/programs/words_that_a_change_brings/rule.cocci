@@
expression e;
@@
- open_it(e)
+ begin_it(e)

@r@
identifier f;
@@
 f(...)
 {
 	...
 	begin_it(...);
 	...
 }

@@
identifier r.f;
@@
- f();
+ f(0);
