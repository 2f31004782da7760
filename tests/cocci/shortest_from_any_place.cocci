// What stands in front of dots ends the path wherever it stands: a position does not tell two of them apart.
@r@
position p;
@@
begin@p();
...
commit();

@@
position r.p;
@@
- begin@p();
