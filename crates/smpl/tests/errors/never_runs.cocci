virtual patch

@r@
expression e;
@@
 f(e)

@a depends on patch && !r && (r || never patch)@
@@
- g();

@b depends on never r@
expression r.e;
@@
- h(e);

@c depends on !r || ever r@
@@
- i();
