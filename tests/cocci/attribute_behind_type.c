void f(void)
{
	a = (void *__iomem)p;
	b = (unsigned long __iomem)p;
	c = (void __iomem *)p;
}
