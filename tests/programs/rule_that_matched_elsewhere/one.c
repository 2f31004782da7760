void one(void)
{
	prepare();
}
