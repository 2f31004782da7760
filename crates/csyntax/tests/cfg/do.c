void f(int a)
{
	do {
		if (a)
			continue;
		if (b)
			break;
		g();
	} while (a--);
	do {
		once();
	} while (0);
}
