void right(void)
{
	turn(90);
}
