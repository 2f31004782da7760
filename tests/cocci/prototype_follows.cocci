// A header that changes takes its prototypes along, with the names that they use, or none.
@@
identifier fn, dev;
type T;
@@
 fn(struct device *dev
+   , gfp_t flags
 ) { ... }
