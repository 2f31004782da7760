const int a;
const char *b;
char *const c;
