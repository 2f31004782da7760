@@
exporession e;
identifer f;
@@
- f(e)
