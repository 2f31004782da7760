#define WORD int

void f(char c)
{
	WORD w;

	put('a');
	put(c);
	put(7);
	put(w + 1);
}
