//! How the body of a mail travels.
//!
//! Plain ASCII goes as it is. Other text is marked as UTF-8. A body that mail would not keep (carriage returns, which
//! `git am` drops from bare mails, and lines beyond 998 bytes) goes as quoted-printable, which `git am` decodes.

/// Bytes a mail line may have (RFC 5322, section 2.1.1).
const LINE_LIMIT: usize = 998;
/// Columns of a quoted-printable line (RFC 2045, section 6.7).
const QUOTED_WIDTH: usize = 76;

/// The MIME fields a body needs, and the body as it is sent.
pub(super) fn encode(body: Vec<u8>) -> (String, Vec<u8>) {
    let fragile =
        |line: &[u8]| line.len() > LINE_LIMIT || line.contains(&b'\r') || line.contains(&0);
    if body.split(|byte| *byte == b'\n').any(fragile) {
        return (fields("quoted-printable"), quoted_printable(&body));
    }
    if body.is_ascii() { (String::new(), body) } else { (fields("8bit"), body) }
}

fn fields(encoding: &str) -> String {
    format!(
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\
         Content-Transfer-Encoding: {encoding}\n"
    )
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = String::new();
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let (text, end) = line.strip_suffix(b"\n").map_or((line, ""), |text| (text, "\n"));
        let mut column = 0;
        for (at, byte) in text.iter().enumerate() {
            let last = at + 1 == text.len();
            let piece = match byte {
                b' ' | b'\t' if !last => char::from(*byte).to_string(),
                // A mail reader may take a line of this kind for the start of another mail.
                b'F' if at == 0 => "=46".to_owned(),
                b'!'..=b'~' if *byte != b'=' => char::from(*byte).to_string(),
                byte => format!("={byte:02X}"),
            };
            if column + piece.len() >= QUOTED_WIDTH {
                out += "=\n";
                column = 0;
            }
            column += piece.len();
            out += &piece;
        }
        out += end;
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_it_is_encoded() {
        assert_eq!(encode(b"plain\n".to_vec()), (String::new(), b"plain\n".to_vec()));
        assert!(encode("größer\n".into()).0.contains("8bit"));
        let (fields, body) = encode(b"a =\r\n From \n".to_vec());
        assert!(fields.contains("quoted-printable"));
        assert_eq!(body, b"a =3D=0D\n From=20\n");
    }

    #[test]
    fn quoted_lines_are_short() {
        let (_, body) = encode([b'x'; 5_000].to_vec());
        assert!(body.split(|byte| *byte == b'\n').all(|line| line.len() <= QUOTED_WIDTH));
    }
}
