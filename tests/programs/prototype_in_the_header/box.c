#include "box.h"

int size(struct box *box)
{
	return box->size;
}
