// Tokens that are taken out and put back stay, wherever they stand in what changes.
@@
expression a, b, c;
@@
- get(a, b, c)
+ fetch(&dev, b, c | WAIT, a)

@@
expression x, a;
@@
- x = alloc(a);
- if (!x) return -1;
- clear(x, a);
+ x = zalloc(a);
+ if (!x) return -1;

@@
expression x;
statement S;
@@
- if (x != 0 && ready(x)) S
+ if (ready(x)) S

@@
expression l;
@@
- lock(l);
- first(l);
- second(l);
- unlock(l);
+ lock(l);
+ second(l);
+ first(l);
+ third(l);
+ unlock(l);
