void two(void)
{
	kram();
	f();
}
