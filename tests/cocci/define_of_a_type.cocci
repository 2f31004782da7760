@@
type T;
@@
- #define handle_t T
