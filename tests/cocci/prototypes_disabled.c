int frob_init(void);

int frob_init(void)
{
	return 0;
}
