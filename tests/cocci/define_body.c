#define SLOTS (sizeof(slots) / sizeof(*slots))

int f(void)
{
	return sizeof(slots) / sizeof(*slots);
}
