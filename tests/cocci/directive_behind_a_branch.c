void f(int a)
{
	if (a)
		trace(a);
	work();
	for (;;)
		mark(a);
	mark(1);
}
