virtual patch
virtual report

@@@@
- a

@ one @ @@
- b

@two expression depends on patch && !(report || one) && file in "fs"@
@@
 c

@three extends one exists@
@@
 d

@script:python s depends on ever two@
p << virtual.p = "none";
q;
@@
# don't @ stop
print(p)
@finalize:python@
@@
done()
