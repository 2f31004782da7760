int f(int a)
{
	if (a) {
		if (g(a))
			goto out;
		goto again;
	}
again:
	while (a) {
		{
			goto out;
		}
	}
	goto nowhere;
out:
	return a;
}
