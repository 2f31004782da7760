@r@
position p;
@@
 mark();
 f@p();

@@
position p != r.p;
@@
- f@p();
+ g();
