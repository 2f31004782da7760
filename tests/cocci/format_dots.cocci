@@
expression n;
@@
- print("...%d...", n);
+ print_number(n);
