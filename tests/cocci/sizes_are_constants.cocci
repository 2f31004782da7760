// Sizes and casts of constants are constants.
@@
constant C;
@@
- take(C)
+ take_fixed(C)
