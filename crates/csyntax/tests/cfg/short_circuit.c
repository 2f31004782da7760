int f(int a, int b, int c)
{
	if (a && (b || !c))
		g();
	while (a ? b : c)
		h();
	for (; !(a && b) || c;)
		k();
	return a && b;
}
