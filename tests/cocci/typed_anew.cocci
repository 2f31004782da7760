// The type in a typedef is not the typedef: the word stays.
@@
type T;
@@
- T
+ int
