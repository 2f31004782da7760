@@
expression x;
@@
- claim(x);
  ...
  check(x);
  release(x);
