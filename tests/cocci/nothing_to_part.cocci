// A comma has code on both of its sides.
@@
parameter list ps;
identifier fn =~ "^a";
@@
- fn(ps)
+ fn(ps, gfp_t flags)
 { ... }

@@
identifier fn =~ "^b";
@@
 fn(...
+ , gfp_t flags
 ) { ... }
