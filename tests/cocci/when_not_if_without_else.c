void straight(void)
{
	begin();
	work();
	end();
}

void one_branch(int x)
{
	begin();
	if (x)
		work();
	end();
}

void two_branches(int x)
{
	begin();
	if (x)
		work();
	else
		rest();
	end();
}
