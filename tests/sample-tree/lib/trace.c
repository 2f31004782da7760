// SPDX-License-Identifier: GPL-2.0-only
/*
 * A digest of what happened, in order: FNV-1a over 64-bit words.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/trace.h>

#define FNV_OFFSET 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

static u64 digest = FNV_OFFSET;

void trace_reset(void)
{
	digest = FNV_OFFSET;
}
EXPORT_SYMBOL(trace_reset);

u64 trace_digest(void)
{
	return digest;
}
EXPORT_SYMBOL(trace_digest);

/* High bits come down, which a product alone does not do. */
static void mix(u64 word)
{
	digest = (digest ^ word) * FNV_PRIME;
	digest ^= digest >> 29;
}

void trace_bytes(const void *data, size_t len)
{
	const unsigned char *p = data;
	u64 word = len;

	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		mix(word);
		memcpy(&word, p, sizeof(word));
	}
	mix(word);
	for (; len; len--)
		mix(*p++);
}
EXPORT_SYMBOL(trace_bytes);

void trace_event(const char *what, s64 a, s64 b, s64 c)
{
	const s64 numbers[] = { a, b, c };

	trace_bytes(what, strlen(what) + 1);
	trace_bytes(numbers, sizeof(numbers));
}
EXPORT_SYMBOL(trace_event);

/* A piece of a page, and its bytes: they must still be there. */
void trace_page(const char *what, const struct page *page, size_t offset,
		size_t len)
{
	trace_event(what, page_to_pfn(page), offset, len);
	trace_event("referenced", page_count(page) > 0, 0, 0);
	trace_bytes(page_address(page) + offset, len);
}
EXPORT_SYMBOL(trace_page);
