void f(void)
{
	keep(1);
	keep(1);
}
