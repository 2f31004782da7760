@@
identifier ops, f;
@@
struct frob_ops ops = {
	.close = f,
-	.flags = 0,
	.open = ...,
};
