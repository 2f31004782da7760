// The length of a list, and so an argument's place, is handed on to other rules.
@r@
parameter list[n] before;
identifier fn, flags;
@@
 fn(before, gfp_t flags, ...) { ... }

@@
identifier r.fn;
expression list[r.n] es;
expression e;
@@
 fn(es,
- e
+ relax(e)
  , ...)
