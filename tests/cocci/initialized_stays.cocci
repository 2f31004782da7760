// A declaration that is removed has no initializer, which could have effects of its own.
@@
identifier x;
@@
- int x;
