@@
format f = "d";
@@
- "frob %@f@"
+ "frob number %@f@"
