void f(void)
{
	use(a);
	use(c);
	use(b);
}
