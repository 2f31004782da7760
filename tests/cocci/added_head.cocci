// What a head that is added governs stands on the line below it.
@@
expression x;
@@
+ if (x)
  put(x);
