@m@
identifier q;
@@
  start(&q)

@@
identifier m.q;
expression N;
declarer name DEFINE_QUEUE;
@@
- DEFINE_QUEUE(q, N);
+ struct queue q;
  ... when any
