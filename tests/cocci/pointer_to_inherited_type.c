int seen;
long **pointer;
char *text;
long *other;
