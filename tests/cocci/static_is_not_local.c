int all;

void f(int a)
{
	int b;
	static int c;

	keep(a);
	keep(b);
	keep(c);
	keep(all);
}
