void f(int x)
{
	note();
	while (x)
		x = stop();
	note();
	while (x) {
		go();
		stop();
		go();
	}
	note();
	while (x)
		go();
}
