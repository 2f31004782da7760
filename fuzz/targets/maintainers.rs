//! Any bytes are a MAINTAINERS file, a patch and a mail: what can not be used is left out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use series::maintainers::{Mailmap, Maintainers, Query};

fuzz_target!(|text: &[u8]| {
    let (maintainers, _) = Maintainers::parse("MAINTAINERS", text, &|path| path.ends_with('s'));
    let maintainers = maintainers.with_mailmap(Mailmap::parse(text));
    let path = String::from_utf8_lossy(&text[..text.len().min(80)]);
    for query in [
        Query::Paths(&["net/tls/tls_sw.c", &path]),
        Query::Files(&[("net/tls/tls_sw.c", text)]),
        Query::Patch(text),
    ] {
        for recipient in maintainers.recipients(query) {
            let _ = recipient.to_string();
        }
    }
    let _ = series::mail::is_as_rendered(text);
});
