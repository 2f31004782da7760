//! Conversions gone wrong: each is an edit that compiles and that a reviewer may miss.

/// One wrong edit.
pub(crate) struct Sabotage {
    /// What is wrong with it, to follow "nobody notices that".
    pub(crate) what: &'static str,
    /// The file edited, under the sample tree.
    pub(crate) file: &'static str,
    /// Text that is there once.
    pub(crate) from: &'static str,
    /// Text in its place.
    pub(crate) to: &'static str,
    /// What must notice: a program under `tests/`, or a goal of `make`.
    pub(crate) program: &'static str,
}

/// Wrong edits of callers.
pub(crate) const CALLER_CASES: &[Sabotage] = &[
    Sabotage {
        what: "the pages a full pipe did not take are leaked",
        file: "fs/feed.c",
        from: "while (++i < n)\n\t\t\t\t\tput_page(pages[i]);",
        to: "while (++i < n)\n\t\t\t\t\tcontinue;",
        program: "pipe_feed_test",
    },
    Sabotage {
        what: "the page which add_to_pipe() dropped is dropped again",
        file: "fs/feed.c",
        from: "while (++i < n)",
        to: "for (; i < n; i++)",
        program: "pipe_feed_test",
    },
    Sabotage {
        what: "the iterator is not rewound by what was not used",
        file: "block/append.c",
        from: "iov_iter_revert(iter, left);",
        to: "(void)left;",
        program: "bio_append_test",
    },
    Sabotage {
        what: "the offset is kept for the second page",
        file: "net/tls/record.c",
        from: "offset = 0;",
        to: "offset += 0;",
        program: "tls_record_test",
    },
    Sabotage {
        what: "memory is charged before the entry is set, and for all pages at once",
        file: "net/core/msg_pages.c",
        from: "sk_mem_charge(sk, use);",
        to: "if (copied == use)\n\t\t\t\tsk_mem_charge(sk, use);",
        program: "msg_pages_test",
    },
    Sabotage {
        what: "a merged page keeps its reference",
        file: "net/core/zerocopy.c",
        from: "refs++;",
        to: "refs += 0;",
        program: "zerocopy_test",
    },
    Sabotage {
        what: "the array of pages is not freed",
        file: "block/map.c",
        from: "kvfree(pages);",
        to: "(void)stack_pages;",
        program: "bio_map_test",
    },
    Sabotage {
        what: "the last byte of a page is lost",
        file: "fs/fuse/copy.c",
        from: "cs->len = err;",
        to: "cs->len = err - (err > 1);",
        program: "fuse_copy_test",
    },
];

/// Wrong edits of the primitive.
pub(crate) const PRIMITIVE_CASES: &[Sabotage] = &[
    Sabotage {
        what: "giving back does not move the iterator",
        file: "lib/iov_frags.c",
        from: "iov_iter_revert(iter, bytes);",
        to: "(void)bytes;",
        program: "kunit",
    },
    Sabotage {
        what: "giving back keeps the references",
        file: "lib/iov_frags.c",
        from: "bytes += frag->bv_len;\n\t\tput_page(frag->bv_page);",
        to: "bytes += frag->bv_len;",
        program: "kunit",
    },
    Sabotage {
        what: "a fault half-way forgets what was filled",
        file: "lib/iov_frags.c",
        from: "return filled ? filled : bytes;",
        to: "return bytes;",
        program: "kunit",
    },
];

/// Wrong edits of callers that a series has converted.
pub(crate) const CONVERTED_CASES: &[Sabotage] = &[
    Sabotage {
        what: "a full pipe gives its last page back twice",
        file: "fs/feed.c",
        from: "iov_iter_give_back(from, &frags, frag + 1);",
        to: "iov_iter_give_back(from, &frags, frag);",
        program: "pipe_feed_test",
    },
    Sabotage {
        what: "the pages which were queued are not dropped",
        file: "fs/nfs/dio.c",
        from: "\t\tiov_frags_put(&frags);\n\t\tiov_frags_free(&frags);\n\t\tif (result < 0)\n\t\t\tbreak;\n\t}\n\n\treturn requested_bytes ? requested_bytes : result;\n}\n\n/**",
        to: "\t\tiov_frags_free(&frags);\n\t\tif (result < 0)\n\t\t\tbreak;\n\t}\n\n\treturn requested_bytes ? requested_bytes : result;\n}\n\n/**",
        program: "nfs_dio_test",
    },
];
