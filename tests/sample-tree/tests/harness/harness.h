/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Drives a caller over many iterators and says what it did as one number.
 *
 *   static void drive(struct iov_iter *iter) { ... the caller ... }
 *   int main(int argc, char **argv) { return run(argc, argv, "name", drive); }
 *
 * prints `name: 1234 runs, 1000 faults, 432 met, digest 0123456789abcdef, 0
 * failed` in one line. The iterators are random but the same every time: every
 * kind, one segment and many, empty ones among them, starting and ending
 * anywhere in a page; and each of them again with each of its pages in turn not
 * being there. These are the faults; one is met where the caller then does
 * something else, and not where it never gets to that page.
 *
 * Into the digest goes whatever drive() traces (<linux/trace.h>) and, after it,
 * where the iterator stands and what its pages hold. It does not depend on how
 * the caller gets its pages, so that it is the same before and after a caller
 * is converted. A run fails when a reference to a page or an object of the
 * heap is left over, is dropped twice, or when there was a warning.
 */
#ifndef _HARNESS_H
#define _HARNESS_H

#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/trace.h>
#include <linux/uio.h>

/* No iterator lies on more pages than that, counted by segment. */
#define MAX_ITER_PAGES 48

/* A number below @below (0 if that is 0), from the run's own sequence. */
u32 rnd(u32 below);

/* Traces what is in a table, and drops the references which it holds. */
void trace_and_put_sg(const struct scatterlist *sg, int nents);
void trace_and_put_bvecs(const struct bio_vec *bv, int nr);

int run(int argc, char **argv, const char *name,
	void (*drive)(struct iov_iter *iter));

#endif /* _HARNESS_H */
