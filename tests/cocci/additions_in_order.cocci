// What several bindings add at one place comes in one order, whatever the order in which they were found.
@r@
expression x;
@@
 get(x);

@@
expression r.x;
@@
 done();
++ put(x);
