int begin(struct box *box)
{
	take(first, box->last);
	drop(first);
	drop(box->last);
	drop(other);
	if (ready(box))
		go(box);
	else
		stop(box);
	return 0;
}
