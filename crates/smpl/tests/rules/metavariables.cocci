#spatch --smpl-spacing
virtual patch, report
using "own.iso"
#include "helpers.cocci"

@r@
expression list[n] es;
parameter list[m = {0, 2 ... 6}] ps;
identifier h.f;
identifier g != {main, f}, k =~ "^do_" && !~ "_locked$" || = probe;
fresh identifier new = "do_" ## g ## "_one";
struct page **pages;
struct page *page;
{int, long} count;
expression *ptr;
expression struct *tagged;
constant char [] c;
local idexpression unsigned int x;
int (*callback)(int);
type T = {int, bool *};
T *held;
binary operator op = {==, !=, &&};
assignment operator aop = +=;
position p : script:python() { ok(p) }, q != {h.f}, any s;
expression sub <= es;
typedef u32;
symbol NULL;
declarer name DEFINE_MUTEX;
iterator name list_for_each_entry;
iterator it;
format d;
identifier virtual.name;
@@
 g(es, pages, page, count, ptr, tagged, c, x, callback, sub, k)@p@q@s;
 held = (T)(count op 1);
 count aop page;
 f(ps) { list_for_each_entry(x, y, z) { it(x) name(); } }
 DEFINE_MUTEX(m);
 printf("%@d@ of %d", (u32)x);
+new();
