void f(int a)
{
	if (a)
		yes();
	next();
}
