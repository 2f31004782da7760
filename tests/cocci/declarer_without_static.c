static DEFINE_LOCK(a);

void f(void)
{
	DEFINE_LOCK(b);
	use(b);
}
