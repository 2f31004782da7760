@@
statement S1, S2;
@@
  begin();
  ... when != if (...) S1 else S2
- end();
+ finish();
