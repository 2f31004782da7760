@@
typedef frob_t;
@@
- frob_t
+ struct frob
