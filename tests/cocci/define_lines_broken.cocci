@@
expression a, b;
@@
- old_words(a, b)
+ words_of_one_kind(a, b, GFP_KERNEL)

@@
expression a, b;
@@
- old_run(a, b);
+ prepare(a);
+ if (b)
+ 	run(b);
