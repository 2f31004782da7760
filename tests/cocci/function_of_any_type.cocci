// Storage classes and attributes alone leave the type of a function open.
@@
identifier fn;
attribute name __init;
@@
- __init
 fn(...) { ... }

@@
identifier fn =~ "_local$";
@@
 static fn(...) {
+ trace();
 ...
 }
