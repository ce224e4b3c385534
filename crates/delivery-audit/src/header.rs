//! The fields of a message's header, unfolded, in bounded number. Knows no field.

/// Fields that are read.
const MOST_FIELDS: usize = 500;

/// A field: its name in lower case, and its value on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The fields in the order of the header, up to its end.
pub(crate) fn fields(text: &[u8]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for line in text.split(|b| *b == b'\n') {
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(last) = fields.last_mut() {
                last.value.push(' ');
                last.value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            if fields.len() == MOST_FIELDS {
                break;
            }
            fields.push(Field { name: name.trim().to_ascii_lowercase(), value: value.trim().to_owned() });
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_are_one_and_the_body_is_none() {
        let read = fields(b"Received: from a\r\n\tby b;\r\n x\r\nSUBJECT : s\r\nno field\r\n\r\nTo: body");
        let told: Vec<_> = read.iter().map(|f| format!("{}|{}", f.name, f.value)).collect();
        assert_eq!(told, ["received|from a by b; x", "subject|s"]);
        assert_eq!(fields(&b"a: b\n".repeat(600)).len(), MOST_FIELDS);
        assert!(fields(b" x\n\xff\n").is_empty());
    }
}
