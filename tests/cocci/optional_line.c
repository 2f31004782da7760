void f(void)
{
	old_lock(a);
	old_flush(a);
	old_unlock(a);
}

void g(void)
{
	old_lock(a);
	old_unlock(a);
}
