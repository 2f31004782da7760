//! Any bytes are a semantic patch or a list of errors that point into them; what was read can be printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smpl::{ParseOptions, RuleBody};

fuzz_target!(|text: &[u8]| {
    match smpl::parse("fuzz.cocci", text, &ParseOptions::default()) {
        Err(errors) => assert!(!errors.is_empty()),
        Ok(patch) => {
            for rule in &patch.rules {
                if let RuleBody::Code(code) = &rule.body {
                    let _ = (smpl::dump(code), smpl::required_words(code));
                }
            }
            let _ = smpl::to_text(&patch);
        }
    }
});
