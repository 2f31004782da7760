struct {
	{}
#if A
	d()
#endif
} f(void)
{
}
