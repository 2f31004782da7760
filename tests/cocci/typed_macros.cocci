@@
int i;
@@
- put(i)
+ put_int(i)

@@
idexpression *x;
@@
- put(x)
+ put_pointer(x)

@@
constant char [] s;
@@
- put(s)
+ put_text(s)
