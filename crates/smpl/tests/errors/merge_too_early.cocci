@initialize:python@
@@
coccinelle.seen = []

@script:python@
seen << merge.seen;
@@
print(seen)
