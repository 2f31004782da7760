int f(int a)
{
	switch (a) {
		g();
	case 'a' ... 'z':
	case 1:
		h();
		fallthrough;
	case 10 ... 12: {
		int x = k();
	default:
		m(x);
	}
	case 99:
	}
	return 0;
}
