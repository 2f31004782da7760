static inline void in_usual(long x)
{
	old(x);
}
