// Each declarator that goes takes a comma along, the last of them the declaration.
@@
identifier x =~ "^tmp";
type T;
@@
- T x;
