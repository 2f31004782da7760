@r@
type T;
@@
T {
	...
	struct lock guard;
	...
};

@@
type r.T;
T *x;
@@
- x->guard
+ x->lock
