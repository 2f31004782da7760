@@
@@
-#define SLOTS 4
+#define SLOTS (8)

@@
@@
-#include <a/one.h>
+#include <b/two.h>
