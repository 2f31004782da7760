// Behind a branch that returns, what the else governed is no deeper than the rest.
@@
expression c, x;
statement S;
@@
  if (c) return x;
- else
  S

@@
expression c, x;
statement list SS;
@@
  if (c) { ... return x; }
- else {
  SS
- }
