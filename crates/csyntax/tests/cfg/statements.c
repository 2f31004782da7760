void f(int a)
{
	int x = 1, y;
	;
	asm volatile ("nop");
	y = ({ int z = x; z + 1; });
	switch (y) {
	case 1:
		g();
		fallthrough;
	case 2:
		h();
	}
	if (a) out: ;
}
