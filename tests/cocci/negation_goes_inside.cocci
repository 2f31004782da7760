@disable is_null, isnt_null1@
expression e;
statement S1, S2;
@@
- if (e == NULL) S1 else S2
+ choose(e);
