#define RUN(x)	do {	\
	begin(x);	\
	end(x);		\
} while (0)

#define ONCE(x) do { \
	begin(x); \
} while (0)
