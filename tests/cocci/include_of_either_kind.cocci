// Dots alone stand for any header, in quotes or angle brackets.
@@
@@
  #include ...
+ #include "last.h"
