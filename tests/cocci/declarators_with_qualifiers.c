static const int a, b;
static int c;
int d, e;
