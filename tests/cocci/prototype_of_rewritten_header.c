static int frob_write(struct frob *);
static int frob_write(struct frob *f);

static int frob_write(struct frob *f)
{
	return f->n;
}
