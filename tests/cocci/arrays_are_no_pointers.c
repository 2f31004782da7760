struct pair {
	char room[8];
	char *heap;
};

void reset(struct pair *pair, char given[])
{
	char local[4];
	char **list;

	clear(pair);
	clear(pair->room);
	clear(pair->heap);
	clear(local);
	clear(given);
	clear(*list);
	clear(list);
	clear(NULL);
	clear("text");
	clear(local + 1);
}
