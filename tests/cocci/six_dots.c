int h(int a, char *b, ...)
{
	return 1;
}

int k(int a, char *b)
{
	return 1;
}
