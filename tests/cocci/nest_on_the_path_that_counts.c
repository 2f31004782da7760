void f(void)
{
	begin(0);
	if (x) {
		step(1);
		return;
	}
	step(2);
	end(3);
}
