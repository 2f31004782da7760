void f(void)
{
	while (!a)
		b();
	while (!c) {
		d();
		e();
	}
}
