struct a {
	int n;
	struct lock guard;
};

typedef struct {
	struct lock guard;
} b;

int f(struct a *x, b *y, struct c *z)
{
	return g(x->guard, y->guard, z->guard);
}
