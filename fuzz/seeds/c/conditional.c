#ifdef CONFIG_A
static int a(int x
#ifdef CONFIG_B
	, int y
#endif
	)
{
#if defined(CONFIG_C) && \
	!defined(CONFIG_D)
	if (x)
		b();
	else
#elif X > 3
	while (x)
#endif
		c();
	return x
#ifdef CONFIG_B
		+ y
#else
		- 1
#endif
		;
}
#else
#if 0
this is not " C
#endif
static inline int a(int x) { return 0; }
#endif /* CONFIG_A */
static const struct ops ops = {
	.open = b,
#ifdef CONFIG_C
	.read = c,
#endif
	.write = NULL
};
void f(void)
{
#ifdef CONFIG_E
	if (a) {
#else
	if (b) {
#endif
		g();
	}
}
enum { A,
#ifdef CONFIG_F
	B = 3,
#endif
	C };
