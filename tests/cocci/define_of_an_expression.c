#define NEXT(n) raw(n + 1)
#define BOTH(m, n) raw(m)
#define BLOCK(n) { raw(n); }
