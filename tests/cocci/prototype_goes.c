static void frob_reset(int how);
static void frob_reset(int), frob_start(int);
void frob_stop(int how);

static void frob_reset(int how)
{
	start(how);
}
