@@
constant c;
identifier i;
@@
- reserve(c@i)
+ reserve(2 * i)
