// `unsigned` and `unsigned int` are one type, in the rule and in the code.
@@
identifier x =~ "^a";
@@
- unsigned
+ u32
  x;

@@
identifier x =~ "^b";
@@
- unsigned int
+ u32
  x;
