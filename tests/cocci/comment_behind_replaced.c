void f(void)
{
	first(1);
	second(1);	/* and why */
	first(2);
	second(2);
}
