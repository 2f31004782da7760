main(argc, argv)
	int argc;
	char **argv;
{
	register i = 0, *p;
	return i+++*p--;
}
int (*(*f)(int (*)(void), char *[3]))[5];
static void (*signal(int sig, void (*handler)(int)))(int);
typedef struct s { struct s *n; } s_t, *s_p;
struct { int x; } anon[] = { [0 ... 3] = { .x = 1 }, [4].x = 2, x: 3, { 0 } };
char s[] = L"wide" u8"x" "a\
b" MACRO "\x00\377\"";
%:define D <: :> <% %>
int ??( trigraph;
long long x = 0x1.8p+3 + 1e-5f + 'ab' + L'\'' + 10ull;
int g(a, b) { return _Generic(a, int: 1, default: 2) + __builtin_offsetof(struct s, n[3].m) + (int){ 3 }; }
