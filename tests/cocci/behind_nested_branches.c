void f(int a, int b)
{
	if (a) {
		one();
		two();
	} else if (b) {
		three();
	} else {
		four();
	}
}

void g(int a, int b)
{
	if (a) if (b) { one(); } else { two(); }
}
