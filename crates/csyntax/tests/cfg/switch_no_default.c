void f(int a)
{
	switch (a) {
		int x;
	case 1:
	case 2:
		one();
		break;
	}
	while (a) {
		switch (a)
		case 3:
			continue;
		g();
	}
}
