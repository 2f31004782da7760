void f(int a)
{
again:
	g();
	goto again;
}
