void one(void)
{
	mark();
	f();
}
