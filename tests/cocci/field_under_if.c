struct frob {
	int n;
#ifdef CONFIG_DEBUG
	int debug;
	int level;
#endif
	int m;
};
