typedef unsigned long ulong_t;
typedef struct page *page_ref;
typedef int (*callback)(void *data);

struct point {
	int x, y;
	union {
		long wide;
		struct {
			short low, high;
		};
	};
#ifdef NAMED
	const char *name;
#endif
};

struct page {
	unsigned long flags;
	struct page *next, **all;
	struct point at[4];
	callback done;
	struct { int a; } inner;
	struct stranger *far;
};

enum colour { RED, GREEN = 4 };

static struct page *table[16];
extern long counter;
struct page *find(int n);
char *(*choose(void))(int);
static page_ref first;

#define SIZE 16
#define TWICE (2 * SIZE)
#define NAME "frob"
#define NOTHING NULL
#define NEXT(n) ((n) + 1)
#define OF(page) ((page)->flags)
#define ROUND AROUND
#define AROUND ROUND
#define BODY do { } while (0)

static int types(struct page **pages, const char *text, page_ref ref, int n, ulong_t big)
{
	struct page local, *p = &local;
	short s;
	unsigned char c;
	float f;
	typeof(*pages) taken;
	__typeof__(local.at) places;
	__auto_type made = find(n);
	enum colour hue;
	callback call;

	pages;				// struct page **
	*pages;				// struct page *
	pages[0]->flags;		// unsigned long
	(*pages)->next;			// struct page *
	&pages[1];			// struct page **
	text;				// const char *
	*text;				// const char
	ref;				// page_ref
	ref->next->all;			// struct page **
	*ref;				// struct page
	local.at;			// struct point []
	local.at[1].x;			// int
	p->at->wide;			// long
	p->at->high;			// short
	p->at[0].name;			// const char *
	p->inner.a;			// int
	p->far;				// struct stranger *
	p->far->what;			// ?
	p->missing;			// ?
	p->done(0);			// int
	find(3);			// struct page *
	find(3)->next;			// struct page *
	choose()(1);			// char *
	call(p);			// int
	(*call)(p);			// int
	unknown(3);			// ?
	unknown_variable;		// ?
	table;				// struct page *[]
	table[2];			// struct page *
	table[2]->at[0].y;		// int
	first->flags;			// unsigned long
	counter;			// long
	taken;				// struct page *
	places[0].y;			// int
	made->flags;			// unsigned long
	RED;				// int
	hue;				// enum colour
	(struct page *)text;		// struct page *
	(struct point) { 1, 2 };	// struct point
	sizeof(local);			// size_t
	"text";				// char []
	n ? p : 0;			// struct page *
	n ? 0 : p;			// struct page *
	p ?: find(0);			// struct page *
	(n, p);				// struct page *
	p = find(1);			// struct page *
	p++;				// struct page *
	!p;				// int
	-s;				// int
	~big;				// ulong_t
	s + c;				// int
	n + 1UL;			// unsigned long
	n + big;			// ulong_t
	(f * n);			// float
	(f * 1.0);		// double
	big << 3;			// ulong_t
	n < big;			// int
	p + n;				// struct page *
	n + p;				// struct page *
	p - 1;				// struct page *
	table + 1;			// struct page **
	p - *pages;			// ptrdiff_t
	({ int z = n; p; });		// struct page *
	s += 3;				// short
	n + unknown(1);			// int

	SIZE;				// int
	TWICE;				// int
	NAME;				// char []
	NOTHING;			// void *
	NEXT(2);			// int
	NEXT;				// ?
	SIZE(2);			// ?
	OF(p);				// ?
	ROUND;				// ?
	BODY;				// ?
}
