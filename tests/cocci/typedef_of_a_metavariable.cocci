@@
wide_t n;
@@
- halve(n)
+ halve_wide(n)
