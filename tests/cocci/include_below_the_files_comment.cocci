@@
@@
+ #include <linux/bvec.h>
  #include <linux/frob.h>
