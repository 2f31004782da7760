int f(int a)
{
	before();
#ifdef A
	in_a();
#elif defined(B)
	in_b();
	return 1;
#endif
	between();
#ifdef C
	in_c();
#else
	in_d();
#endif
#if 0
	never();
#endif
#define X 1
#pragma GCC unroll 4
	return 0;
}
