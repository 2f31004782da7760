static inline void in_angled(long x)
{
	old(x);
}
