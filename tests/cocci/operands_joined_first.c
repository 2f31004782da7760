int f(struct buf *b, int n)
{
	if (b->len > 0 && !b->data && !n)
		return -1;
	if (!n && b->len > 0 && !b->data)
		return -2;
	if (n && b->len > 0 && n < 9)
		return -3;
	return b->len / b->unit + n % b->unit;
}
