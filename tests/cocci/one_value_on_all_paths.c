void same(struct s *s, int x)
{
	begin(s);
	if (x)
		use(s, 1);
	else
		use(s, 1);
}

void other(struct s *s, int x)
{
	begin(s);
	if (x)
		use(s, 1);
	else
		use(s, 2);
}
