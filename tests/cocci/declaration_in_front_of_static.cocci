// Lines in front of a declaration come in front of the words that the pattern does not mention.
@@
identifier o;
@@
+extern int registered;
 struct operations o = { ... };
