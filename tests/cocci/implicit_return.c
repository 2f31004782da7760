void stop(struct dev *d)
{
	if (!d->running) {
		log(d);
		return;
	}
	halt(d);
}

int state(struct dev *d)
{
	return d->state;
}
