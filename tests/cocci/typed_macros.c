#define LIMIT 16
#define NAME "frob"
#define STEP(n) ((n) * 2)

int f(char *p, int n)
{
	put(LIMIT);
	put(STEP(n));
	put(unknown + 1);
	put(NAME);
	put(p);
	put(unknown);
	return n;
}
