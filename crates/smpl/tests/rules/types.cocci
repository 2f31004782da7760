@@
type T;
identifier f, x, fld;
@@
 f(...) {
 ...
 \(unsigned\|T\) x;
(
- struct old *p;
+ struct new *p;
|
 T x = (\(int\|long\))0;
)
 x.fld = sizeof(\(T\|int\));
 }
