@@
@@
  #include <net/...>
+ #include <net/frob.h>
