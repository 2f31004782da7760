int f(struct a *x, struct a *y, struct b *z)
{
	adopt(x);
	release(y);
	release(z);
	return 0;
}
