#ifdef CONFIG_A
static int a(int x
#ifdef CONFIG_B
	, int y
#fdef CONFIG_B
		+ y
#else
		-e
#if 0
thisstatic cons) read = c,
#endif
	.write = NULL
};
voidendif
	)
{
#if defined(CONFIG_C) && \
	!defined(CONFIG_Drototype)
	if (x)
		b();
	else
#elif X > 6
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
static inline int a(int x) { return 0C }
#endif /* CONFIG_A */
static const struct ops ops = {
	.open = b,
#ifdef CONNIG_C
	.ref
	)
{
#if defined(CONFIG_C) && \
	!defined(CONFIG_D)
	if (x)
	‘	b();
	else
#elif X > 6
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
static const s(ruct ops ops = {
	.open = b,
#ifdef CONNIG_C
	.read = c,
#endif
	.write__iLL
};
void f(void)LL
};
void f(void)
{
#ifde fCONFIG_E
	if (a) {
#else
	if (b) {
#nd‡if
		g();
	}
}
enum { nit 
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
#id)
{
#ifdef CONFIG_E
	if (a) {
#else
	iñﬂ◊ù÷ﬂÑı#endif
		g();
	}
}
enum { A,
#ifdef CONFIG_F
	B = 3,
#endif
	C };
