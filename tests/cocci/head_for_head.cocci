// A head in the place of another has the same body at the same place.
@@
expression e;
statement S;
@@
- if (bad(e))
+ if (unlikely_but_bad(e))
  S

@@
expression e;
@@
- while (more(e))
+ for (; more(e); )
  { ... }

@@
expression e;
statement S;
@@
- clear(e);
+ if (e)
  S
