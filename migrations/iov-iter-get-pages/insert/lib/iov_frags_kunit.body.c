#define NR_PAGES	6

/* Pages of the test's own, freed with it, and a vector over them. */
struct frags_pages {
	struct page *page[NR_PAGES];
	int refs[NR_PAGES];
	struct bio_vec bvec[NR_PAGES];
};

static int frags_test_init(struct kunit *test)
{
	struct frags_pages *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	unsigned int i;

	if (!p)
		return -ENOMEM;
	test->priv = p;
	for (i = 0; i < NR_PAGES; i++) {
		p->page[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!p->page[i])
			return -ENOMEM;
		p->refs[i] = page_count(p->page[i]);
	}
	return 0;
}

static void frags_test_exit(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	unsigned int i;

	for (i = 0; p && i < NR_PAGES && p->page[i]; i++)
		put_page(p->page[i]);
}

/* Sets segment @i to @len bytes at @offset of page @i. */
static void set_segment(struct frags_pages *p, unsigned int i,
			unsigned int offset, unsigned int len)
{
	p->bvec[i].bv_page = p->page[i];
	p->bvec[i].bv_offset = offset;
	p->bvec[i].bv_len = len;
}

/* Makes an iterator over the first @nr segments. */
static size_t bvec_iter(struct frags_pages *p, struct iov_iter *iter,
			unsigned int nr)
{
	size_t count = 0;
	unsigned int i;

	for (i = 0; i < nr; i++)
		count += p->bvec[i].bv_len;
	iov_iter_bvec(iter, WRITE, p->bvec, nr, count);
	return count;
}

/* No page has more references than before the test. */
static void expect_no_refs(struct kunit *test, struct frags_pages *p)
{
	unsigned int i;

	for (i = 0; i < NR_PAGES; i++)
		KUNIT_EXPECT_EQ(test, page_count(p->page[i]), p->refs[i]);
}

static void expect_frag(struct kunit *test, struct bio_vec *frag,
			struct page *page, unsigned int offset,
			unsigned int len)
{
	KUNIT_EXPECT_PTR_EQ(test, frag->bv_page, page);
	KUNIT_EXPECT_EQ(test, frag->bv_offset, offset);
	KUNIT_EXPECT_EQ(test, frag->bv_len, len);
}

/* Offset 0, in mid-page and up to the page's end: all segments in one fill. */
static void frags_bvec(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	DEFINE_IOV_FRAGS(frags, NR_PAGES);
	struct iov_iter iter;
	size_t count;

	set_segment(p, 0, 0, 100);
	set_segment(p, 1, 512, 1024);
	set_segment(p, 2, PAGE_SIZE - 8, 8);
	set_segment(p, 3, 0, PAGE_SIZE);
	count = bvec_iter(p, &iter, 4);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, count),
			(ssize_t)count);
	KUNIT_ASSERT_EQ(test, frags.nr, 4U);
	expect_frag(test, &frags.bvec[0], p->page[0], 0, 100);
	expect_frag(test, &frags.bvec[1], p->page[1], 512, 1024);
	expect_frag(test, &frags.bvec[2], p->page[2], PAGE_SIZE - 8, 8);
	expect_frag(test, &frags.bvec[3], p->page[3], 0, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, page_count(p->page[1]), p->refs[1] + 1);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)0);

	iov_frags_put(&frags);
	KUNIT_EXPECT_EQ(test, frags.nr, 0U);
	expect_no_refs(test, p);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, count),
			(ssize_t)0);
}

/* A buffer and a size that are too small: the next fill goes on from there. */
static void frags_short(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	DEFINE_IOV_FRAGS(frags, 2);
	struct iov_iter iter;
	size_t count;

	set_segment(p, 0, 0, PAGE_SIZE);
	set_segment(p, 1, 0, PAGE_SIZE);
	set_segment(p, 2, 0, PAGE_SIZE);
	count = bvec_iter(p, &iter, 3);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, 10),
			(ssize_t)10);
	expect_frag(test, frags.bvec, p->page[0], 0, 10);
	iov_frags_put(&frags);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, count),
			(ssize_t)(2 * PAGE_SIZE - 10));
	KUNIT_EXPECT_EQ(test, frags.nr, 2U);
	expect_frag(test, frags.bvec, p->page[0], 10, PAGE_SIZE - 10);
	iov_frags_put(&frags);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_max(&iter, &frags, count, 0),
			(ssize_t)0);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_max(&iter, &frags, count, 9),
			(ssize_t)PAGE_SIZE);
	iov_frags_put(&frags);
	expect_no_refs(test, p);
}

/* What is given back is what the next fill takes. */
static void frags_give_back(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	DEFINE_IOV_FRAGS(frags, NR_PAGES);
	struct bio_vec *frag;
	struct iov_iter iter;
	size_t count;

	set_segment(p, 0, 100, 50);
	set_segment(p, 1, 200, 60);
	set_segment(p, 2, 300, 70);
	count = bvec_iter(p, &iter, 3);

	KUNIT_ASSERT_EQ(test, iov_iter_fill_frags(&iter, &frags, count - 1),
			(ssize_t)count - 1);
	for_each_iov_frag(frag, &frags)
		if (frag->bv_page == p->page[1])
			break;
	iov_iter_give_back(&iter, &frags, frag);
	KUNIT_EXPECT_EQ(test, frags.nr, 1U);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), count - 50);
	KUNIT_EXPECT_EQ(test, page_count(p->page[0]), p->refs[0] + 1);
	KUNIT_EXPECT_EQ(test, page_count(p->page[1]), p->refs[1]);
	iov_frags_put(&frags);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, count),
			(ssize_t)(60 + 70));
	expect_frag(test, frags.bvec, p->page[1], 200, 60);
	iov_iter_give_back(&iter, &frags, frags.bvec + frags.nr);
	KUNIT_EXPECT_EQ(test, frags.nr, 2U);
	iov_frags_put(&frags);
	expect_no_refs(test, p);
}

/* What is trimmed is what the next fill takes; a page that is cut stays. */
static void frags_trim(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	DEFINE_IOV_FRAGS(frags, NR_PAGES);
	struct iov_iter iter;
	size_t count;

	set_segment(p, 0, 100, 50);
	set_segment(p, 1, 200, 60);
	set_segment(p, 2, 300, 70);
	count = bvec_iter(p, &iter, 3);

	KUNIT_ASSERT_EQ(test, iov_iter_fill_frags(&iter, &frags, count),
			(ssize_t)count);
	iov_iter_trim_frags(&iter, &frags, 0);
	KUNIT_EXPECT_EQ(test, frags.nr, 3U);
	iov_iter_trim_frags(&iter, &frags, 70 + 15);
	KUNIT_EXPECT_EQ(test, frags.nr, 2U);
	expect_frag(test, &frags.bvec[1], p->page[1], 200, 45);
	KUNIT_EXPECT_EQ(test, page_count(p->page[1]), p->refs[1] + 1);
	KUNIT_EXPECT_EQ(test, page_count(p->page[2]), p->refs[2]);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)(70 + 15));
	iov_iter_trim_frags(&iter, &frags, 50 + 45);
	KUNIT_EXPECT_EQ(test, frags.nr, 0U);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), count);
	expect_no_refs(test, p);
}

/* One segment, though there is room for more; empty ones are passed over. */
static void frags_segment(struct kunit *test)
{
	char __user *base = map_user(test, 2);
	DEFINE_IOV_FRAGS(frags, 8);
	struct iov_iter iter;
	struct iovec iov[3];

	iov[0].iov_base = base;
	iov[0].iov_len = 0;
	iov[1].iov_base = base + 8;
	iov[1].iov_len = PAGE_SIZE;
	iov[2].iov_base = base;
	iov[2].iov_len = 24;
	iov_iter_init(&iter, READ, iov, 3, PAGE_SIZE + 24);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_segment(&iter, &frags,
							  LONG_MAX),
			(ssize_t)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, frags.nr, 2U);
	iov_frags_put(&frags);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_segment(&iter, &frags,
							  LONG_MAX),
			(ssize_t)24);
	iov_frags_put(&frags);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_segment(&iter, &frags,
							  LONG_MAX),
			(ssize_t)0);
}

static void frags_take(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	struct bio_vec frag;
	struct iov_iter iter;

	set_segment(p, 0, PAGE_SIZE - 3, 3);
	set_segment(p, 1, 0, PAGE_SIZE);
	bvec_iter(p, &iter, 2);

	KUNIT_EXPECT_EQ(test, iov_iter_take_frag(&iter, &frag, PAGE_SIZE),
			(ssize_t)3);
	expect_frag(test, &frag, p->page[0], PAGE_SIZE - 3, 3);
	put_page(frag.bv_page);
	KUNIT_EXPECT_EQ(test, iov_iter_take_frag(&iter, &frag, 1), (ssize_t)1);
	expect_frag(test, &frag, p->page[1], 0, 1);
	put_page(frag.bv_page);
	expect_no_refs(test, p);
}

static void frags_hand_over(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	struct page **pages;
	struct iov_iter iter;
	size_t offset;

	set_segment(p, 0, 30, 40);
	set_segment(p, 1, 0, PAGE_SIZE);
	bvec_iter(p, &iter, 2);

	KUNIT_ASSERT_EQ(test, iov_iter_hand_over_pages(&iter, &pages, PAGE_SIZE,
						       &offset), (ssize_t)40);
	KUNIT_EXPECT_PTR_EQ(test, pages[0], p->page[0]);
	KUNIT_EXPECT_EQ(test, offset, (size_t)30);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)PAGE_SIZE);
	put_page(pages[0]);
	kvfree(pages);
	expect_no_refs(test, p);
}

/* A buffer on the stack is used while it is large enough, and no longer. */
static void frags_alloc(struct kunit *test)
{
	struct frags_pages *p = test->priv;
	DEFINE_IOV_FRAGS(frags, 2);
	struct bio_vec *stack = frags.bvec;
	struct iov_iter iter;
	unsigned int i;

	for (i = 0; i < NR_PAGES; i++)
		set_segment(p, i, 0, PAGE_SIZE);
	bvec_iter(p, &iter, NR_PAGES);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_alloc(&iter, &frags, 1),
			(ssize_t)1);
	KUNIT_EXPECT_PTR_EQ(test, frags.bvec, stack);
	KUNIT_EXPECT_FALSE(test, frags.heap);
	iov_iter_give_back(&iter, &frags, frags.bvec);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_alloc(&iter, &frags,
							NR_PAGES * PAGE_SIZE),
			(ssize_t)(NR_PAGES * PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, frags.heap && frags.heap == frags.bvec);
	KUNIT_EXPECT_EQ(test, frags.nr, (unsigned int)NR_PAGES);
	iov_frags_put(&frags);
	iov_frags_free(&frags);
	KUNIT_EXPECT_EQ(test, frags.max, 0U);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_alloc(&iter, &frags,
							PAGE_SIZE),
			(ssize_t)0);
	KUNIT_EXPECT_FALSE(test, frags.heap);
	expect_no_refs(test, p);
}

/* Kernel memory by address and nothing at all have no pages. */
static void frags_none(struct kunit *test)
{
	DEFINE_IOV_FRAGS(frags, 2);
	struct iov_iter iter;
	struct kvec kvec;

	kvec.iov_base = test;
	kvec.iov_len = 16;
	iov_iter_kvec(&iter, WRITE, &kvec, 1, 16);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, 16),
			(ssize_t)-EFAULT);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)16);
	KUNIT_EXPECT_EQ(test, frags.nr, 0U);

	iov_iter_discard(&iter, READ, 16);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, 16),
			(ssize_t)-EFAULT);
	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags_alloc(&iter, &frags,
							64 * PAGE_SIZE),
			(ssize_t)-EFAULT);
	KUNIT_EXPECT_FALSE(test, frags.heap);
}

struct walked {
	unsigned int calls;
	unsigned int refuse;
};

static int refuse_one(struct page *page, size_t from, size_t size, void *data)
{
	struct walked *w = data;

	return w->calls++ == w->refuse ? -ENOSPC : 0;
}

static void frags_each_page(struct kunit *test)
{
	struct walked none = { .refuse = NR_PAGES }, third = { .refuse = 2 };
	struct walked first = { .refuse = 0 };
	struct frags_pages *p = test->priv;
	struct iov_iter iter;
	unsigned int i;
	size_t count;

	for (i = 0; i < NR_PAGES; i++)
		set_segment(p, i, i, 100);
	count = bvec_iter(p, &iter, NR_PAGES);

	KUNIT_EXPECT_EQ(test, iov_iter_for_each_page(&iter, count, refuse_one,
						     &first), (ssize_t)-ENOSPC);
	KUNIT_EXPECT_EQ(test, iov_iter_for_each_page(&iter, count, refuse_one,
						     &third), (ssize_t)200);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), count - 200);
	KUNIT_EXPECT_EQ(test, iov_iter_for_each_page(&iter, count, refuse_one,
						     &none),
			(ssize_t)(count - 200));
	KUNIT_EXPECT_EQ(test, none.calls, NR_PAGES - 2U);
	expect_no_refs(test, p);
}

/* User memory: an empty segment is passed over, a hole makes a short fill. */
static void frags_user(struct kunit *test)
{
	char __user *base = map_user(test, 3);
	DEFINE_IOV_FRAGS(frags, 8);
	struct iov_iter iter;
	struct iovec iov[4];

	iov[0].iov_base = base + PAGE_SIZE - 10;
	iov[0].iov_len = 20;
	iov[1].iov_base = base;
	iov[1].iov_len = 0;
	iov[2].iov_base = base + 2 * PAGE_SIZE;
	iov[2].iov_len = PAGE_SIZE;
	iov[3].iov_base = base + 3 * PAGE_SIZE;
	iov[3].iov_len = 5;
	iov_iter_init(&iter, READ, iov, 4, PAGE_SIZE + 25);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, LONG_MAX),
			(ssize_t)PAGE_SIZE + 20);
	KUNIT_ASSERT_EQ(test, frags.nr, 3U);
	KUNIT_EXPECT_EQ(test, frags.bvec[0].bv_offset, (unsigned int)PAGE_SIZE - 10);
	KUNIT_EXPECT_EQ(test, frags.bvec[0].bv_len, 10U);
	KUNIT_EXPECT_EQ(test, frags.bvec[1].bv_offset, 0U);
	KUNIT_EXPECT_EQ(test, frags.bvec[1].bv_len, 10U);
	KUNIT_EXPECT_EQ(test, frags.bvec[2].bv_len, (unsigned int)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)5);
	iov_iter_give_back(&iter, &frags, &frags.bvec[1]);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)PAGE_SIZE + 15);
	iov_frags_put(&frags);

	iov_iter_advance(&iter, PAGE_SIZE + 10);
	KUNIT_EXPECT_LT(test, iov_iter_fill_frags(&iter, &frags, LONG_MAX),
			(ssize_t)0);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), (size_t)5);
}

/* One segment that runs into a hole. */
static void frags_user_fault(struct kunit *test)
{
	char __user *base = map_user(test, 2);
	DEFINE_IOV_FRAGS(frags, 8);
	struct iov_iter iter;
	struct iovec iov;

	iov.iov_base = base + PAGE_SIZE + 1;
	iov.iov_len = PAGE_SIZE;
	iov_iter_init(&iter, READ, &iov, 1, PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, iov_iter_fill_frags(&iter, &frags, LONG_MAX),
			(ssize_t)PAGE_SIZE - 1);
	KUNIT_EXPECT_EQ(test, frags.nr, 1U);
	iov_frags_put(&frags);
	KUNIT_EXPECT_LT(test, iov_iter_fill_frags(&iter, &frags, LONG_MAX),
			(ssize_t)0);
}

static struct kunit_case frags_cases[] = {
	KUNIT_CASE(frags_bvec),
	KUNIT_CASE(frags_short),
	KUNIT_CASE(frags_give_back),
	KUNIT_CASE(frags_trim),
	KUNIT_CASE(frags_segment),
	KUNIT_CASE(frags_take),
	KUNIT_CASE(frags_hand_over),
	KUNIT_CASE(frags_alloc),
	KUNIT_CASE(frags_none),
	KUNIT_CASE(frags_each_page),
	KUNIT_CASE(frags_user),
	KUNIT_CASE(frags_user_fault),
	{}
};

static struct kunit_suite frags_suite = {
	.name = "iov_frags",
	.init = frags_test_init,
	.exit = frags_test_exit,
	.test_cases = frags_cases,
};

kunit_test_suite(frags_suite);

MODULE_DESCRIPTION("KUnit tests of the page fragments behind an iov_iter");
MODULE_LICENSE("GPL");
