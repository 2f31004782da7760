void f(struct s *a, int n)
{
	half(a);
	half(*a);
	half(a + n);
	half(n ? a : 0);
	half(n = 1);
}
