void f(int n)
{
	take(3);
	take(-LIMIT);
	take(sizeof(struct page));
	take(sizeof(n));
	take((long)4);
	take((long)n);
	take(n);
	take(n + 1);
}
