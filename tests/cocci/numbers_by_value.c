void f(char *p)
{
	fill(p, 0x0);
	fill(p, 00);
	fill(p, 10);
}
