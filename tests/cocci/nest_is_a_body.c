void wait(struct dev *d)
{
	while (busy(d)) {
		poll();
		count(d);
	}
	while (busy(d))
		poll();
}
