@first@
expression size;
@@
- f(size)

@second@
expression first.sise, last.size;
@@
- g(sise)
