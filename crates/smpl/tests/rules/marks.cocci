@r@
expression e;
position p;
@@
 before(e);
+first();
- frob@p(e, 0);
+ frob_one(e);
+ if (e)
+	count++; // e, as it was
?- maybe();
++ again();

@s@
expression e;
@@
* seen
  (e);
