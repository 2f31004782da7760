static int *counts;
static int (*callback)(int value);
static struct frob *first;
