// The names of parameters are the arguments of a call that hands all of them on.
@@
parameter list ps;
expression list es;
identifier fn = { open, close };
@@
 fn(ps@es) {
+ trace(es);
 ...
 }
