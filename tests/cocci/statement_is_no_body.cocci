@@
statement S;
@@
  lock();
+ trace();
  S
