// What is declared to be a declarer is one in functions too, and need not be said to be static.
@@
declarer name DEFINE_LOCK;
identifier x;
@@
- DEFINE_LOCK(x);
+ struct lock x;
