void f(struct s *a, struct s *b, int n)
{
	if (a == NULL)
		g();
	if (n || b == NULL || n > 3)
		g();
	if (n && b == NULL)
		g();
}
