struct frob {
	int a;
	first_fields
	int b;
	last_fields
	int c;
};

struct other {
	last_t
	d;
};
