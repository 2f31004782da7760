void f(int a)
{
	while (a) {
		if (g())
			continue;
		if (h())
			break;
		body();
	}
	next();
}
