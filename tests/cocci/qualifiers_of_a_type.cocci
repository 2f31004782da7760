@@
const int *e;
@@
- put(e)
+ put_const(e)

@@
type T;
const T *e;
@@
- get(e)
+ get_const(e, T)
