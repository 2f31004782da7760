void f(int a)
{
	static void *table[] = { &&one, &&two };
	goto *table[a];
one:
	{
		goto *table[a + 1];
	}
two:
	g();
}
