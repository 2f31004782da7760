int f(int a)
{
	int x = ({ if (a) return 1; a + 1; });
	while (({ if (x) break; x; }))
		g(({ goto out; 0; }));
	x = ({ for (;;) { break; } l: if (a--) goto l; a; });
	wait_until(a, return -1);
	do {
		h();
	} while (({ int y = x--; y; }) && a);
out:
	return x;
}
