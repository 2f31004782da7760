@@
expression x;
@@
 switch (x) {
- case OLD:
+ case NEW:
 ...
 }
