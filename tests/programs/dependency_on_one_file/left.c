void left(void)
{
	turn(90);
}
