@@
struct page *page, *next;
@@
- f(page, next)
