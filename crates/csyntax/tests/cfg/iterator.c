void f(struct list_head *head)
{
	list_for_each_entry(p, head, node) {
		if (p->last)
			break;
		g(p);
	}
	done();
}
