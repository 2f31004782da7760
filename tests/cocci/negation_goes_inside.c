void f(struct s *a)
{
	if (a != NULL)
		g();
	else
		h();
}
