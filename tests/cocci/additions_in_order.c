void f(void)
{
	get(b);
	get(a);
	get(c);
	done();
}
