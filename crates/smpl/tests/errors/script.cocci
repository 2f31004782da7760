@r@
expression e;
@@
 f(e)

@script:python@
x << r.ee;
@@
print(x)
