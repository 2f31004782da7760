@first@
expression size;
@@
- f(size)

@second depends on frist@
identifier firs.size;
expression first.sise;
@@
- g(size)
