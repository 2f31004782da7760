SYSCALL_DEFINE1(close, unsigned int, fd)
{
	return g(fd);
}
