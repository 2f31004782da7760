int f(int a, int b)
{
	a >?= b + 1;
	return a + (1 <? b);
}
