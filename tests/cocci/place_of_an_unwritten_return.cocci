@r@
position p;
@@
  begin();
  ... when != end();
  return@p ...;

@@
position r.p;
@@
+ end();
  return@p ...;
