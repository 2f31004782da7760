void two(void)
{
	start(1);
	stop(1);
	halt(1);
}
