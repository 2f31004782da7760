@@
expression E;
@@

(
#define x f(...)
|
- #define x E
+ #define y E
)
 ...
