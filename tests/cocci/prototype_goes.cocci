// A function that goes leaves no prototype.
@@
identifier a;
@@
- frob_reset(int a) { ... }
