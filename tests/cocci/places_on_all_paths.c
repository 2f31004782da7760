void f(int x)
{
	begin();
	if (x)
		commit();
	else
		commit();
	commit();
}
