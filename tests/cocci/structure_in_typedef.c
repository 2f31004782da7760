struct plain {
	int depth;
};

typedef struct named {
	int depth;
	int width;
} named_t;

struct declares {
	int depth;
} tank;
