// What several declarators share is not rewritten for one of them.
@@
identifier x =~ "^n";
@@
- int
+ size_t
  x;
