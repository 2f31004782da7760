// A position that is inherited stands for the places on all paths.
@r@
position p, q;
@@
begin@p();
...
commit@q();

@@
position r.p, r.q;
@@
- begin@p();
+ enter();
  ...
- commit@q();
+ leave();
