@r@
field list fs;
@@
struct first { fs };

@@
field list r.fs;
@@
+struct third { fs };
struct second { ... };
