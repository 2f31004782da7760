// An enumerator comes behind another, also where that is the last and has no comma.
@@
identifier e;
@@
 enum e { ..., MODE_ON,
+ MODE_AUTO,
 ... };
