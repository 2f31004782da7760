// SPDX-License-Identifier: GPL-2.0-only
/*
 * The runs of a test program.
 */
#include <stdio.h>
#include <unistd.h>
#include <linux/slab.h>
#include "iters.h"

/* Iterators of each kind. */
#define ROUNDS 40

/* A caller which does not come to an end is killed. */
#define TIMEOUT_SECONDS 60

static const enum iter_type kinds[] = {
	ITER_UBUF, ITER_IOVEC, ITER_BVEC, ITER_KVEC, ITER_XARRAY, ITER_DISCARD,
};

static const char *const kind_names[] = {
	[ITER_UBUF] = "ubuf", [ITER_IOVEC] = "iovec", [ITER_BVEC] = "bvec",
	[ITER_KVEC] = "kvec", [ITER_XARRAY] = "xarray",
	[ITER_DISCARD] = "discard",
};

/**
 * struct tally - what the runs of a program came to
 * @name: name of the caller
 * @drive: uses the caller
 * @verbose: each run is printed
 * @runs: runs done
 * @faults: those with a page that is not there
 * @met: those in which the caller did something else for it
 * @failed: those which left or dropped too much
 * @digest: digest of their digests
 */
struct tally {
	const char *name;
	void (*drive)(struct iov_iter *iter);
	bool verbose;
	unsigned int runs;
	unsigned int faults;
	unsigned int met;
	unsigned int failed;
	u64 digest;
};

/* Returns the pages of the memory, so that each can be taken away in turn. */
static int run_once(struct tally *t, enum iter_type kind, u64 seed, int fault)
{
	unsigned long objects = kmalloc_outstanding();
	struct memory m;
	int nr_pages;
	bool ok;

	rnd_seed(seed);
	trace_reset();
	memory_init(&m, kind);
	nr_pages = m.nr_pages;
	if (fault >= 0)
		memory_fault(&m, fault);
	t->drive(&m.iter);
	ok = memory_exit(&m);
	ok &= kmalloc_outstanding() == objects;
	ok &= !page_ref_errors && !warnings;
	page_ref_errors = 0;
	warnings = 0;

	t->runs++;
	t->failed += !ok;
	t->digest = t->digest * 0x100000001b3ULL ^ trace_digest();
	if (t->verbose || (!ok && t->failed == 1))
		printf("%s: %s seed %llu fault %d: %016llx%s\n", t->name,
		       kind_names[kind], (unsigned long long)seed, fault,
		       (unsigned long long)trace_digest(), ok ? "" : " FAILED");
	return nr_pages;
}

/* One iterator as it is, and again with each of its pages not being there. */
static void run_with_faults(struct tally *t, enum iter_type kind, u64 seed)
{
	int nr_pages = run_once(t, kind, seed, -1);
	u64 whole = trace_digest();
	int fault;

	for (fault = 0; fault < nr_pages; fault++) {
		run_once(t, kind, seed, fault);
		t->faults++;
		t->met += trace_digest() != whole;
	}
}

int run(int argc, char **argv, const char *name,
	void (*drive)(struct iov_iter *iter))
{
	struct tally t = {
		.name = name,
		.drive = drive,
		.verbose = argc > 1 && !strcmp(argv[1], "-v"),
	};
	int k, round;

	alarm(TIMEOUT_SECONDS);
	for (k = 0; k < ARRAY_SIZE(kinds); k++)
		for (round = 0; round < ROUNDS; round++)
			run_with_faults(&t, kinds[k], k * ROUNDS + round);
	printf("%s: %u runs, %u faults, %u met, digest %016llx, %u failed\n",
	       name, t.runs, t.faults, t.met, (unsigned long long)t.digest,
	       t.failed);
	return t.failed ? 1 : 0;
}

void trace_and_put_sg(const struct scatterlist *sg, int nents)
{
	int k;

	for (k = 0; k < nents; k++) {
		trace_page(sg[k].end ? "last" : "entry", sg[k].page,
			   sg[k].offset, sg[k].length);
		put_page(sg[k].page);
	}
}

void trace_and_put_bvecs(const struct bio_vec *bv, int nr)
{
	int k;

	for (k = 0; k < nr; k++) {
		trace_page("bvec", bv[k].bv_page, bv[k].bv_offset,
			   bv[k].bv_len);
		put_page(bv[k].bv_page);
	}
}
