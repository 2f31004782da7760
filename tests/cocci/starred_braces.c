void f(int x)
{
	if (x)
		x = get();
	if (x) {
		go();
		get();
	}
	if (x)
		go();
}
