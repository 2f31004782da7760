virtul patch
@@
@@
- a
