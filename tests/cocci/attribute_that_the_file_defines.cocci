@@
declarer name DECLARE_LOCK;
attribute name __quiet;
@@
DECLARE_LOCK(...)
- __quiet
;

@@
type T;
attribute name __quiet;
identifier x;
@@
  (
	T
-	__quiet
  ) x
