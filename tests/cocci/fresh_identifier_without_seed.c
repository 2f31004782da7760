void f(void)
{
	use(1);
	use(a);
}
