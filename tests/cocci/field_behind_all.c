struct none {};
struct one { int x; };
struct two {
	int x;
	int y;
};
