void f(int a)
{
	if (a)
		yes();
	else
		no();
	next();
}
