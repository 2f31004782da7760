void f(int a)
{
	int n;

	n = 3 + old_cost(a) + old_cost(2);
	n = new_cost(a);
}
