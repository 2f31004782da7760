@@
position where;
@@
 f@wheer(...)
