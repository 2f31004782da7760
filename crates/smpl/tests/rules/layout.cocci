@@
identifier f, m;
expression e;
@@
 struct s {
 	int a;
+	int b;
 };
 enum t {
 	A,
+	B,
 };
 f(...) {
 	struct s v = {
+		.b = 1,
 		.a = e,
 	};
 	...
 	return
- 	   e
+ 	   wrap(e)
 	   ;
 }
