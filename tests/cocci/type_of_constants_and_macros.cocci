@@
char c;
@@
- put(c)
+ put_char(c)

@@
int n;
@@
- put(n)
+ put_int(n)
