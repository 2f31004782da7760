// Types in a set may be of several words, and names that are declared to be types.
@@
typedef frob_t;
type T = {int, frob_t, struct frob, unsigned long};
identifier x;
@@
- T x;
+ u64 x;
