void two_values(int x)
{
	begin();
	if (x)
		commit(a);
	else
		commit(b);
	audit(a);
}

void either_value(void)
{
	begin();
	commit(c);
	commit(d);
	audit(c);
	audit(d);
}
