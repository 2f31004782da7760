int run(struct box *box)
{
	return begin(box) + end(box);
}
