@@
@@
 f(a,
#undef B
   b)
