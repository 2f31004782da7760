void second(void)
{
	first();
}
