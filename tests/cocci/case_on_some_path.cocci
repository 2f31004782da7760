@exists@
expression x;
@@
- switch (x) {
+ switch (old(x)) {
 case FIRST: ... stop(); ... break;
 }
