//! What is said between the engine and `data/driver.py`: requests and replies as JSON, each in a frame.
//!
//! ```text
//!   frame     four bytes of length, most significant first; the bytes
//!   request   {"name", "cocci", "file", "form": "exec"|"eval", "code", "computes": […], "calls": [{variable: value}]}
//!   reply     {"replies": [{"output", "verdict", "computed": {…}, "value", "truth"}]}, or {"error", "line"}
//!   value     "code", {"list", "elements"}, {"places": [[file, element, [4 numbers], [4 numbers]]]}
//! ```

use std::io::{self, Read};

use engine::{Extent, Place, Reply, Script, ScriptForm, ScriptValue, Variables, Verdict};
use serde_json::{Map, Value, json};

/// What came back: replies, or what was raised and on which line of the script.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Replies(Vec<Reply>),
    Raised { message: String, line: Option<usize> },
}

/// The frame of a request.
pub(crate) fn request(script: &Script<'_>, calls: &[Variables]) -> Vec<u8> {
    let variables = |call: &Variables| -> Value {
        call.iter().map(|(name, value)| (name.clone(), given(value))).collect::<Map<_, _>>().into()
    };
    let body = json!({
        "name": format!("<{}, at {}>", script.rule, script.span.start),
        "cocci": script.path,
        "file": script.file,
        "form": match script.form { ScriptForm::Statements => "exec", ScriptForm::Expression => "eval" },
        "code": script.code,
        "computes": script.computes,
        "calls": calls.iter().map(variables).collect::<Vec<_>>(),
    });
    let body = body.to_string().into_bytes();
    [&(body.len() as u32).to_be_bytes()[..], &body].concat()
}

/// Reads a frame; `None` at the end of the stream.
pub(crate) fn read_frame(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; 4];
    match stream.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let length = u64::from(u32::from_be_bytes(head));
    let mut body = Vec::new();
    let read = stream.take(length).read_to_end(&mut body)?;
    Ok((read as u64 == length).then_some(body))
}

/// Reads the body of a reply; `None` when it is none.
pub(crate) fn answer(body: &[u8]) -> Option<Answer> {
    let body: Value = serde_json::from_slice(body).ok()?;
    if let Some(message) = body.get("error") {
        let line = body.get("line").and_then(Value::as_u64).map(|line| line as usize);
        return Some(Answer::Raised { message: message.as_str()?.to_owned(), line });
    }
    let replies = body.get("replies")?.as_array()?;
    Some(Answer::Replies(replies.iter().map(reply).collect::<Option<_>>()?))
}

fn reply(body: &Value) -> Option<Reply> {
    let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
    let computed = body.get("computed")?.as_object()?;
    Some(Reply {
        output: text("output")?,
        verdict: match text("verdict")?.as_str() {
            "keep" => Verdict::Keep,
            "drop" => Verdict::Drop,
            "exit" => Verdict::Exit,
            _ => return None,
        },
        computed: computed
            .iter()
            .map(|(name, value)| Some((name.clone(), taken(value)?)))
            .collect::<Option<_>>()?,
        value: text("value")?,
        truth: body.get("truth")?.as_bool()?,
    })
}

fn given(value: &ScriptValue) -> Value {
    match value {
        ScriptValue::Code(text) => text.as_str().into(),
        ScriptValue::List(text, elements) => json!({"list": text, "elements": elements}),
        ScriptValue::Places(places) => {
            json!({"places": places.iter().map(place).collect::<Vec<_>>()})
        }
    }
}

fn place(place: &Place) -> Value {
    let element = match place.element.as_str() {
        "" => "something_else",
        name => name,
    };
    json!([place.file, element, numbers(place.element_extent), numbers(place.extent)])
}

fn numbers(extent: Extent) -> [u32; 4] {
    [extent.line, extent.column, extent.line_end, extent.column_end]
}

fn taken(value: &Value) -> Option<ScriptValue> {
    if let Some(text) = value.as_str() {
        return Some(ScriptValue::Code(text.to_owned()));
    }
    let places = value.get("places")?.as_array()?;
    Some(ScriptValue::Places(places.iter().map(taken_place).collect::<Option<_>>()?))
}

fn taken_place(value: &Value) -> Option<Place> {
    let [file, element, around, own] = value.as_array()?.as_slice() else { return None };
    Some(Place {
        file: file.as_str()?.to_owned(),
        element: element.as_str()?.to_owned(),
        element_extent: extent(around)?,
        extent: extent(own)?,
    })
}

fn extent(value: &Value) -> Option<Extent> {
    let number = |value: &Value| u32::try_from(value.as_u64()?).ok();
    let [line, column, line_end, column_end] = value.as_array()?.as_slice() else { return None };
    Some(Extent {
        line: number(line)?,
        column: number(column)?,
        line_end: number(line_end)?,
        column_end: number(column_end)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_a_frame_that_reads_back() {
        let script = Script {
            rule: "r",
            path: "a.cocci",
            code: "print(p)",
            span: source::Span::new(7, 15),
            form: ScriptForm::Statements,
            computes: &["x".to_owned()],
            file: "a.c",
        };
        let place = Place {
            file: "a.c".into(),
            extent: Extent { line: 3, column: 1, line_end: 3, column_end: 2 },
            ..Place::default()
        };
        let calls = [vec![
            ("p".to_owned(), ScriptValue::Places(vec![place])),
            ("e".to_owned(), ScriptValue::Code("a \"b\"".into())),
        ]];
        let frame = request(&script, &calls);
        let body = read_frame(&mut &frame[..]).expect("reads").expect("a frame");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(body["calls"][0]["e"], "a \"b\"");
        let places = json!([["a.c", "something_else", [0, 0, 0, 0], [3, 1, 3, 2]]]);
        assert_eq!(body["calls"][0]["p"]["places"], places);
        assert_eq!(body["form"], "exec");
    }

    #[test]
    fn a_frame_that_ends_early_is_the_end() {
        assert_eq!(read_frame(&mut &b""[..]).expect("reads"), None);
        assert_eq!(read_frame(&mut &b"\0\0"[..]).expect("reads"), None);
        assert_eq!(read_frame(&mut &b"\0\0\0\x05{}"[..]).expect("reads"), None);
        // A length that was made up takes no memory.
        assert_eq!(read_frame(&mut &b"\xff\xff\xff\xff{}"[..]).expect("reads"), None);
    }

    #[test]
    fn replies_carry_places_and_code() {
        let body = json!({"replies": [{
            "output": "hello\n", "verdict": "drop", "value": "", "truth": false,
            "computed": {"x": "a + b", "p": {"places": [["a.c", "f", [1, 0, 9, 1], [2, 1, 2, 4]]]}},
        }]});
        let Some(Answer::Replies(replies)) = answer(body.to_string().as_bytes()) else {
            panic!("replies are expected");
        };
        assert_eq!((replies[0].output.as_str(), replies[0].verdict), ("hello\n", Verdict::Drop));
        assert!(replies[0].computed.contains(&("x".into(), ScriptValue::Code("a + b".into()))));
        let is_place = |value: &ScriptValue| matches!(value, ScriptValue::Places(places) if places[0].extent.column_end == 4);
        assert!(replies[0].computed.iter().any(|(name, value)| name == "p" && is_place(value)));
    }

    #[test]
    fn what_was_raised_is_told_from_nonsense() {
        let raised = answer(br#"{"error": "NameError: x", "line": 3}"#);
        assert_eq!(raised, Some(Answer::Raised { message: "NameError: x".into(), line: Some(3) }));
        assert_eq!(answer(b"Traceback"), None);
        assert_eq!(answer(br#"{"replies": [{}]}"#), None);
    }
}
