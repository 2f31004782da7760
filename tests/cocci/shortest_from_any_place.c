void f(void)
{
	begin();
	work();
	begin();
	commit();
}
