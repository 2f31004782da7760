#define WORDS \
	(old_words(offsetof(struct frob, last_member_of_all), \
		   sizeof(u64)))

#define RUN(a, b) do {					\
		if (a)					\
			old_run(first_of_all(a),	\
				b);			\
		old_words(a, b);			\
		done();					\
	} while (0)
