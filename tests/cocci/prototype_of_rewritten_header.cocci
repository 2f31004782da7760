// The new header may be written out, its brace included.
@@
identifier a;
type T;
@@
- int frob_write(T a) {
+ ssize_t frob_write(T a, size_t len) {
  ...
  }
