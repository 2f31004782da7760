DEFINE_STATE(a, 1) __initdata;
DEFINE_STATE(b, 2);
