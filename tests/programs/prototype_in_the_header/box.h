#ifndef BOX_H
#define BOX_H

struct box {
	int size;
};

int size(struct box *box);

#endif
