// A statement behind `?` may be there or not.
@@
expression x;
@@
- old_lock(x);
+ new_lock(x);
 ...
? old_flush(x);
 ...
- old_unlock(x);
+ new_unlock(x);
