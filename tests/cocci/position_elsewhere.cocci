// Another position than those is another than all that the rule found.
@ok@
expression x;
position p;
@@
 lock(x);
 <+...
 use@p(x);
 ...+>
 unlock(x);

@@
expression x;
position p != ok.p;
@@
- use@p(x);
+ locked_use(x);
