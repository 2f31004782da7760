//! A form that does not come out as C is left out, and nothing else is.

use std::fs;

use crate::scene::{CALLER, Scene};

#[test]
fn a_form_that_does_not_read_as_c_is_lost_and_the_conversion_stays() {
    let scene = Scene::new();
    scene.copy("form", ".");
    let migration = "./migrations/send-each";
    let arguments =
        ["series", migration, "--tree", "tree", "--out", "out", "--form", "each", "--date", "0"];
    scene.run(&arguments).ends(0);
    let mails = fs::read_dir(scene.path("out")).expect("a series").filter_map(Result::ok);
    let mails = mails.map(|mail| fs::read_to_string(mail.path()).expect("a mail"));
    let patch = mails.into_iter().find(|mail| mail.contains(&format!("+++ b/{CALLER}")));
    let patch = patch.expect("the caller's patch");
    assert!(patch.contains("+\treturn frob_buffer(dev, buf, len);\n"), "{patch}");
    let told = patch.split_whitespace().collect::<Vec<_>>().join(" ");
    let why = "The each form can not take frob_send(): in it the file would not read as C.";
    assert!(told.contains(why), "{patch}");
}
