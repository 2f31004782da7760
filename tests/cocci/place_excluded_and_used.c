void both(void)
{
	a = get();
	check(a);
	b = get();
	check(b);
}

void second(void)
{
	a = get();
	work();
	b = get();
	check(b);
}

void neither(void)
{
	a = get();
	work();
	b = get();
	work();
}
