#define handle_t own_handle_t
#define own_handle_t struct own

handle_t first;
