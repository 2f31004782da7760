// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the page fragments behind an iov_iter.
 *
 * Every test makes an iterator over pages that it knows, and looks at three
 * things: the fragments, where the iterator stands, and the references.
 */
#include <kunit/test.h>
#include <linux/iov_frags.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
