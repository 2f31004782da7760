void a(void)
{
	char name[16];
	use(name);
}

void b(void)
{
	int (*op)(struct dev *, int);
	use(op);
}

void c(void)
{
	struct dev *d;
	use(d);
}
