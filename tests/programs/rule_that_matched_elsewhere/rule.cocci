@r@
@@
 prepare();

@depends on r@
@@
- start(1);
+ start(2);

@depends on !r@
@@
- stop(1);
+ stop(2);

@depends on never r@
@@
- halt(1);
+ halt(2);
