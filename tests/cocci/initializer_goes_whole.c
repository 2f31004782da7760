struct tank small = { .depth = 1 };
struct tank large = { .depth = 2, .width = 3 };
