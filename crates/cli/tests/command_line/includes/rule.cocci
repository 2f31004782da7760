@r@
identifier f;
expression e;
position p;
@@
 f(...)
 {
-	old@p(e);
+	new(e);
 }

@script:python@
f << r.f;
p << r.p;
@@
print(f, p[0].file, p[0].line, cocci.files())
