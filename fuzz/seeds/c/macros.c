SYSCALL_DEFINE2(frob, int, fd, const char __user *, name)
{
	return do_frob(fd, name);
}
TEST_F(fixture, name) {
	EXPECT_EQ(0, close(fd));
	for_each_thing(t)
		thing(t);
	hash_for_each_possible(table, obj, node, key) {
		STOP_IF(obj)
	}
	BEGIN_BLOCK
		x();
	END_BLOCK
	if (a) MACRO else b();
	va_arg(ap, unsigned long);
	COMPARE(a, <=, b);
	DECLARE(int, x);
}
EXPORT_SYMBOL_GPL(frob)
TRACE_EVENT(frob,
	TP_PROTO(struct frob *f),
	TP_ARGS(f),
	TP_STRUCT__entry(__field(int, x) __array(char, n, 16)),
	TP_fast_assign(__entry->x = f->x;),
	TP_printk("x=%d", __entry->x));
MACHINE_START(FROB, "frob")
	.init = frob_init,
MACHINE_END
STATIC noinline foo_t __must_check NAME(bar)(int a, ...) __attribute__((format(printf, 1, 2)));
int printk(const char *fmt, ...) __cold __printf(1, 2);
