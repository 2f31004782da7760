int level;

static inline int depth(struct tank *tank)
{
	return tank->depth;
}

int other;
