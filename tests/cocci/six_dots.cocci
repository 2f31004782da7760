@@
parameter list ps;
identifier f;
@@
- f(ps, ......)
+ g(ps, ......)
 { ... }
