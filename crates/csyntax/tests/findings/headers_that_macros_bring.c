int f(int a)
{
	switch KIND(a) {
	case 1:
		break;
	}
	while MORE(a) {
		g();
	}
	return 0;
}
