@r@
type T;
T *p;
@@
  adopt(p)

@@
type r.T;
T *q;
@@
- release(q)
+ give_back(q)
