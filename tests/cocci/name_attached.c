void f(void)
{
	reserve(ROOM);
	reserve(1);
	reserve("x");
}
