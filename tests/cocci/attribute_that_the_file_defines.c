#define __quiet ANNOTATION

DECLARE_LOCK(a, b) __quiet;

int f(void)
{
	return (int __quiet) x + (int) x;
}
