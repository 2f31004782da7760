void f(void)
{
	if (c) {
		d();
	}
}
