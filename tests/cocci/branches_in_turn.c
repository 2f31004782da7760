void f(void)
{
	x = first(1) + second(2, 3);
	second(first(1));
	first(second(1));
	keep(first(1));
	first(keep(1));
}
