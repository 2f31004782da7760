int f(int a)
{
	switch (a) {
	case 1:
		one();
	case 2 ... 4:
		few();
		break;
	case 5:
		return 5;
	default:
		many();
	}
	return 0;
}
