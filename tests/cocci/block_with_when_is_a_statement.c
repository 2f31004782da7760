void f(int x)
{
	loop();
	while (x) {
		stop();
	}
	loop();
	while (x)
		go();
}
