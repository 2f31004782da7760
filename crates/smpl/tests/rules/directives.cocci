@@
identifier i;
expression e;
@@
 #include <linux/a.h>
- #include "b.h"
+ #include <linux/b.h>
- #define i(x) e + \
+ 1 + \
-  x
+ #ifdef CONFIG_X
+ int y;
+ #endif
 #undef OLD
