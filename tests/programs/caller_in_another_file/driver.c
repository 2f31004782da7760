static int begin(struct box *box)
{
	log_start(box);
	return box->count;
}
