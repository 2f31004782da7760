struct frob {
	int a;
	char b;
	int c;
};
