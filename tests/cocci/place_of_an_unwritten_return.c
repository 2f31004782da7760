void f(int x)
{
	begin();
	work();
}

int g(int x)
{
	begin();
	return x;
}

void h(int x)
{
	begin();
	end();
}
