[[nodiscard]] extern __attribute__((noreturn)) void f(void) asm("g");
_Static_assert(sizeof(int) == 4, "int");
_Alignas(16) _Atomic(int) counter;
_Thread_local _Complex double z;
static __always_inline __auto_type h(void *p, int n[static restrict 3])
{
	__label__ out, in;
	static void *const table[] = { &&out, &&in };
	__extension__ int nested(int a) { return a; }
	goto *table[n ?: 1];
in:
	asm goto("jmp %l[out]" : : "i" (1) : "cc" : out, in);
	typeof_unqual(*p) q = *(typeof(q) *)p;
	__typeof__(int[3]) r;
	[[fallthrough]];
	__attribute__((unused)) int u = __real__ z + __alignof__(u) + __builtin_va_arg(p, int);
out: __attribute__((unused));
	if (1) lab: return 0; else { }
	for (int i = 0, j; i < 3; ++i, j = i--) { break; }
	for (;;) ;
	do x = y = z ? 1 : 2, w; while (!a && (b || c) != ~d);
	return p->a.b[1](2)++ * -3 % 4 << 5 >= 6 & 7 ^ 8 | 9;
}
enum e : unsigned char { ONE [[deprecated]] = 1, TWO };
extern "C" { int c; }
