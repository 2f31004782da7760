@r@
identifier f =~ "^(one|
two)$", g =~ "a\"b
c";
@@
- f(g);
