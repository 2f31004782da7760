void f(void)
{
	use(a);
	lock(a);
	use(a);
	use(a);
	unlock(a);
	use(b);
}
