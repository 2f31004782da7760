void f(int a)
{
	switch (a) {
	case 1:
		g();
		break;
#ifdef CONFIG_MORE
	default:
		h();
#endif
	}
}
