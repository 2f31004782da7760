struct state {
	int tmp_a, *tmp_b;
	int kept, tmp_c[4];
};

void f(void)
{
	int tmp1, a, tmp2;
	char b, tmp3, *tmp4;
	long tmp5, *tmp6;

	use(a, b);
}
