// What a later rule inherits has one value on all paths of a match, whichever it is.
@r@
expression e;
@@
begin();
...
commit(e);

@@
expression r.e;
@@
- audit(e);
