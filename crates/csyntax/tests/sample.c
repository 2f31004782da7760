#include <x.h>
static int __init foo(struct bar *p, int n)
{
	int i, *q = NULL;
	foo_t x;
	if (a) b(); else if (c) { d = (u8)e; } else return -1;
	for (i = 0; i < n; i++)
		p->x[i].y++;
	list_for_each_entry(a, b, c) {
		x = sizeof(struct foo) + sizeof(x);
	}
	list_for_each_entry(a, b, c)
		foo();
	switch (x) { case 1 ... 3: break; default: goto out; }
#ifdef A
	if (x)
#endif
	y();
out:
	return a ? b : c;
}
#ifdef B
int a = 1, b[2] = {1, [3] = 2, .c = { 1 }};
#else
struct s { int x : 3; struct { int y; }; u8 z[]; } __packed;
#endif
module_init(foo);
