int f(struct s *a)
{
	struct foo *p __free(kfree) = NULL;
	guard(mutex)(&a->lock);
	if (a->bad)
		return -1;
	{
		int fd __attribute__((cleanup(done))) = open();
		if (fd)
			goto out;
		g(fd);
	}
	scoped_guard(mutex, &a->other) {
		h(p);
	}
out:
	return 0;
}
