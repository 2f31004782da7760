int f(void)
{
	asm goto ("jmp %l[yes]" : : : : yes);
	return 0;
yes:
	return 1;
}
