struct first {
#ifdef WIDE
	int a;
#endif
	int b;
#ifdef DEEP
	int c;
#endif
};

struct second {
	int d;
};
