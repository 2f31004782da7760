void f(int x)
{
	stop();
	switch (x) {
	case FIRST:
		start();
		break;
	}
}

void g(int x)
{
	switch (x) {
	case FIRST:
		stop();
		break;
	case SECOND:
		start();
		break;
	}
}
