void f(wide_t a, const wide_t b, int c, wide_t *d)
{
	halve(a);
	halve(b);
	halve(c);
	halve(*d);
}
