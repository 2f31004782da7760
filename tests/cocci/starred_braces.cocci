@r@
position p;
@@
* if (...)@p {
    ...
*   get()
    ...
  }

@@
position r.p;
statement S;
@@
- if (...)@p S
+ take();
