@@
expression x, y;
@@
- x <? y
+ min(x, y)

@@
expression x, y;
@@
- x >?= y;
+ x = max(x, y);
