// An `else` that nothing is asked of need not be there, also where all goes or code comes behind it.
@@
expression x;
statement S1, S2;
@@
- if (x < 0) S1 else S2
+ check(x);

@@
expression x;
statement S1, S2;
@@
  if (x == 7) S1 else S2
+ after(x);

@@
expression x;
statement S1, S2;
@@
- if (x > 0) S1 else
  S2
