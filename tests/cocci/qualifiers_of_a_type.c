typedef unsigned int word;

void f(const int *a, int *b, const volatile int *c, int *const d)
{
	put(a);
	put(b);
	put(c);
	put(d);
}

void g(const int *a, int *b, const struct page **c, const word *e)
{
	get(a);
	get(b);
	get(c);
	get(e);
}
