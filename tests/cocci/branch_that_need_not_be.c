void f(int a)
{
	if (a < 0)
		fail();
	if (a < 0)
		fail();
	else
		work();
	if (a == 7)
		none();
	if (a > 0)
		some();
	if (a > 0)
		some();
	else
		other();
}
