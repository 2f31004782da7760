void first(void)
{
	open_it(1);
}
