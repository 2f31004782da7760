@@
expression e;
identifier x;
@@
 #define WAIT(x) \
- sleep_for(e)
+ sleep_for(e, HZ)

@@
identifier name;
expression e, f;
@@
 #define name \
- (e | f)
+ join(e, f)

@@
identifier name;
expression e;
@@
-#define name \
+#define OTHER_NAME \
 e
