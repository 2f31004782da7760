void f(int a)
{
	old_log("a %d of %08lx", a, 3);
}
