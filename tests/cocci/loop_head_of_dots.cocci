@@
statement S;
@@
- for (...;...;...) S
+ each(S);
