//! What `data/driver.py` is asked, as the frame that is sent; its form is in the crate's description.
//!
//! A rule that matches often asks for a call a match, and most of the values in them are places; so names of variables
//! are sent once, each place is, and calls name them by their numbers. Numbers of lines and columns are sent as the
//! strings that scripts see.

use std::collections::HashMap;
use std::rc::Rc;

use engine::{Call, Extent, Place, Script, ScriptForm, ScriptValue};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

/// The name of a script for Python; no other has it.
pub(crate) fn name_of(script: &Script<'_>) -> String {
    format!("<{}, at {} of {}>", script.rule, script.span.start, script.path)
}

/// The frame of a request.
pub(crate) fn request(script: &Script<'_>, calls: &[Call]) -> Vec<u8> {
    let places = Places::of(calls);
    let names = calls.first().map(|call| &call.variables);
    frame(&Request {
        name: name_of(script),
        cocci: script.path,
        files: script.files,
        form: match script.form {
            ScriptForm::Statements => "exec",
            ScriptForm::Expression => "eval",
        },
        code: script.code,
        computes: script.computes,
        virtual_rules: script.virtuals.rules.iter().map(String::as_str).collect(),
        virtual_identifiers: script.virtuals.identifiers.iter().map(String::as_str).collect(),
        variables: names.into_iter().flatten().map(|(name, _)| name.as_str()).collect(),
        places: places.list.iter().map(|place| Row(place)).collect(),
        calls: calls.iter().map(|call| Asked { call, places: &places }).collect(),
    })
}

/// The frame that asks to keep what scripts have left under some names.
pub(crate) fn keep<'n>(names: impl Iterator<Item = &'n str>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Keep<'n> {
        keep: Vec<&'n str>,
    }
    frame(&Keep { keep: names.collect() })
}

fn frame(body: &impl Serialize) -> Vec<u8> {
    const HEAD: usize = 4;
    let mut frame = vec![0; HEAD];
    // Nothing here fails: all keys are strings, and writing to memory does not.
    if serde_json::to_writer(&mut frame, body).is_err() {
        frame.truncate(HEAD);
    }
    let length = (frame.len() - HEAD) as u32;
    frame[..HEAD].copy_from_slice(&length.to_be_bytes());
    frame
}

#[derive(Serialize)]
struct Request<'a> {
    name: String,
    cocci: &'a str,
    files: &'a [&'a str],
    form: &'static str,
    code: &'a str,
    computes: &'a [String],
    virtual_rules: Vec<&'a str>,
    virtual_identifiers: Vec<&'a str>,
    variables: Vec<&'a str>,
    places: Vec<Row<'a>>,
    calls: Vec<Asked<'a>>,
}

/// The places of a request; those that are one in memory are sent once.
struct Places<'a> {
    list: Vec<&'a Place>,
    numbers: HashMap<*const Place, usize>,
}

impl<'a> Places<'a> {
    fn of(calls: &'a [Call]) -> Self {
        let mut all = Self { list: Vec::new(), numbers: HashMap::new() };
        for (_, value) in calls.iter().flat_map(|call| &call.variables) {
            let ScriptValue::Places(places) = value else { continue };
            for place in places {
                all.numbers.entry(Rc::as_ptr(place)).or_insert_with(|| {
                    all.list.push(place);
                    all.list.len() - 1
                });
            }
        }
        all
    }
}

/// `[file, element, line, column, line, column, of the element's end and the place in turn]`
struct Row<'a>(&'a Place);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Text(u32);
        impl Serialize for Text {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }
        let Self(place) = self;
        let mut row = serializer.serialize_seq(Some(10))?;
        row.serialize_element(&place.file)?;
        row.serialize_element(match place.element.as_str() {
            "" => "something_else",
            name => name,
        })?;
        for Extent { line, column, line_end, column_end } in [place.element_extent, place.extent] {
            for number in [line, column, line_end, column_end] {
                row.serialize_element(&Text(number))?;
            }
        }
        row.end()
    }
}

/// `[[value, …], [[rule, metavariable], …]]`
struct Asked<'a> {
    call: &'a Call,
    places: &'a Places<'a>,
}

impl Serialize for Asked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = self.call.variables.iter();
        let values: Vec<_> = values.map(|(_, value)| Given(value, self.places)).collect();
        (values, &self.call.bound).serialize(serializer)
    }
}

struct Given<'a>(&'a ScriptValue, &'a Places<'a>);

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, known) = self;
        match value {
            ScriptValue::Code(text) => serializer.serialize_str(text),
            ScriptValue::Places(places) => {
                let number = |place: &Rc<Place>| known.numbers.get(&Rc::as_ptr(place));
                serializer.collect_seq(places.iter().filter_map(number))
            }
            ScriptValue::List(text, elements) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("list", text)?;
                map.serialize_entry("elements", elements)?;
                map.end()
            }
            ScriptValue::Merged(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("merged", name)?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::Virtuals;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_request_is_a_frame_in_which_each_place_stands_once() {
        let script = Script {
            rule: "r",
            path: "a.cocci",
            code: "print(p)",
            span: source::Span::new(7, 15),
            form: ScriptForm::Statements,
            computes: &["x".to_owned()],
            files: &["a.c"],
            virtuals: &Virtuals::default(),
        };
        let place = Rc::new(Place {
            file: "a.c".into(),
            extent: Extent { line: 3, column: 1, line_end: 3, column_end: 2 },
            ..Place::default()
        });
        let variables = vec![
            ("p".to_owned(), ScriptValue::Places(vec![place])),
            ("e".to_owned(), ScriptValue::Code("a \"b\"".into())),
        ];
        let call = Call { variables, bound: [("r".to_owned(), "e".to_owned())].into() };
        let frame = request(&script, &[call.clone(), call]);
        let (head, body) = frame.split_at(4);
        assert_eq!(head, (body.len() as u32).to_be_bytes());
        let body: Value = serde_json::from_slice(body).expect("JSON");
        let row = json!(["a.c", "something_else", "0", "0", "0", "0", "3", "1", "3", "2"]);
        assert_eq!(body["places"], json!([row]));
        assert_eq!(body["variables"], json!(["p", "e"]));
        let call = json!([[[0], "a \"b\""], [["r", "e"]]]);
        assert_eq!(body["calls"], json!([call, call]));
        assert_eq!(body["form"], "exec");
    }
}
