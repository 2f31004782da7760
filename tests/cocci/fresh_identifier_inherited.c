void load(void)
{
	prepare();
}

void other(void)
{
	call(load);
	call(unknown);
}
