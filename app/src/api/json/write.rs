//! From our values to text.

use super::Malformed;
use serde::ser::{
    Error, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    Serializer,
};
use std::fmt::{Display, Write};

/// Writes a request. What no request of ours holds (fractions, maps, bytes) is refused.
pub(in crate::api) fn write(value: &impl Serialize) -> Result<String, Malformed> {
    let mut text = String::new();
    value.serialize(&mut Writer(&mut text))?;
    Ok(text)
}

impl Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<(), Malformed>;

/// Appends values to a text.
struct Writer<'a>(&'a mut String);

impl<'a> Writer<'a> {
    fn put(&mut self, text: &str) -> Written {
        self.0.push_str(text);
        Ok(())
    }

    fn display(&mut self, value: &dyn Display) -> Written {
        write!(self.0, "{value}").map_err(|_| Malformed)
    }

    fn string(&mut self, text: &str) -> Written {
        self.0.push('"');
        for letter in text.chars() {
            match letter {
                '"' | '\\' => self.0.extend(['\\', letter]),
                '\n' => self.0.push_str("\\n"),
                _ if letter < ' ' => write!(self.0, "\\u{:04x}", u32::from(letter)).map_err(|_| Malformed)?,
                _ => self.0.push(letter),
            }
        }
        self.put("\"")
    }

    /// Opens the object `{"name":` of an enum's variant.
    fn variant(&mut self, name: &str) -> Written {
        self.put("{")?;
        self.string(name)?;
        self.put(":")
    }

    /// Begins a list or an object.
    fn group<'b>(&'b mut self, start: &str, end: &'static str) -> Result<Group<'a, 'b>, Malformed> {
        self.put(start)?;
        Ok(Group { writer: self, first: true, end })
    }
}

/// A list or an object that is being written.
struct Group<'a, 'b> {
    writer: &'b mut Writer<'a>,
    first: bool,
    end: &'static str,
}

impl Group<'_, '_> {
    fn item<T: ?Sized + Serialize>(&mut self, name: Option<&str>, value: &T) -> Written {
        if !std::mem::take(&mut self.first) {
            self.writer.put(",")?;
        }
        if let Some(name) = name {
            self.writer.string(name)?;
            self.writer.put(":")?;
        }
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Written {
        self.writer.put(self.end)
    }
}

impl SerializeSeq for Group<'_, '_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(None, value)
    }
    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeTuple for Group<'_, '_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.item(None, value)
    }
    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStruct for Group<'_, '_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.item(Some(name), value)
    }
    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStructVariant for Group<'_, '_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.item(Some(name), value)
    }
    fn end(self) -> Written {
        self.close()
    }
}

impl<'a, 'b> Serializer for &'b mut Writer<'a> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Group<'a, 'b>;
    type SerializeTuple = Group<'a, 'b>;
    type SerializeTupleStruct = Impossible<(), Malformed>;
    type SerializeTupleVariant = Impossible<(), Malformed>;
    type SerializeMap = Impossible<(), Malformed>;
    type SerializeStruct = Group<'a, 'b>;
    type SerializeStructVariant = Group<'a, 'b>;

    fn serialize_bool(self, value: bool) -> Written {
        self.display(&value)
    }
    fn serialize_i8(self, value: i8) -> Written {
        self.display(&value)
    }
    fn serialize_i16(self, value: i16) -> Written {
        self.display(&value)
    }
    fn serialize_i32(self, value: i32) -> Written {
        self.display(&value)
    }
    fn serialize_i64(self, value: i64) -> Written {
        self.display(&value)
    }
    fn serialize_u8(self, value: u8) -> Written {
        self.display(&value)
    }
    fn serialize_u16(self, value: u16) -> Written {
        self.display(&value)
    }
    fn serialize_u32(self, value: u32) -> Written {
        self.display(&value)
    }
    fn serialize_u64(self, value: u64) -> Written {
        self.display(&value)
    }
    fn serialize_f32(self, _: f32) -> Written {
        Err(Malformed)
    }
    fn serialize_f64(self, _: f64) -> Written {
        Err(Malformed)
    }
    fn serialize_char(self, _: char) -> Written {
        Err(Malformed)
    }
    fn serialize_str(self, value: &str) -> Written {
        self.string(value)
    }
    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Malformed)
    }
    fn serialize_none(self) -> Written {
        self.put("null")
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.put("null")
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.put("null")
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.string(name)
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        self.variant(name)?;
        value.serialize(&mut *self)?;
        self.put("}")
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Group<'a, 'b>, Malformed> {
        self.group("[", "]")
    }
    fn serialize_tuple(self, _: usize) -> Result<Group<'a, 'b>, Malformed> {
        self.group("[", "]")
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Malformed> {
        Err(Malformed)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Malformed> {
        Err(Malformed)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Malformed> {
        Err(Malformed)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Group<'a, 'b>, Malformed> {
        self.group("{", "}")
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Group<'a, 'b>, Malformed> {
        self.variant(name)?;
        self.group("{", "}}")
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use shared::api::Empty;
    use shared::api::case::{NewMessage, NewMove};
    use shared::api::case_list::CaseView;
    use shared::api::feature::NewSwitch;
    use shared::case::lifecycle::Move;
    use shared::profile::{Profile, Theme};
    use shared::service::switch::{Start, Switch};

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        Plain,
        Of(u8),
        With { note: Option<&'static str> },
    }

    #[derive(Serialize)]
    struct Everything {
        text: &'static str,
        number: i64,
        yes: bool,
        choices: Vec<Choice>,
    }

    #[test]
    fn what_is_written_is_json() {
        let choices = vec![Choice::Plain, Choice::Of(3), Choice::With { note: None }];
        let value = Everything { text: "a \"b\" \\ \n\u{1} é", number: -5, yes: true, choices };
        let text = write(&value).unwrap();
        let expected = r#"{"text":"a \"b\" \\ \n\u0001 é","number":-5,"yes":true,"choices":["plain",{"of":3},{"with":{"note":null}}]}"#;
        assert_eq!(text, expected);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            serde_json::to_value(&value).unwrap()
        );
    }

    /// The worker reads with serde_json, so what is written has to say there what it says here.
    fn read_as_it_was<T: Serialize + DeserializeOwned>(value: &T) {
        let text = write(value).unwrap();
        let read: T = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), serde_json::to_value(value).unwrap());
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            serde_json::to_value(value).unwrap()
        );
    }

    #[test]
    fn every_letter_arrives_as_it_was_typed() {
        let letters: String = ('\0'..=char::MAX).collect();
        read_as_it_was(&NewMessage { text: letters });
    }

    #[test]
    fn every_shape_of_a_request_arrives_as_it_was_meant() {
        read_as_it_was(&Empty {});
        for theme in [None, Some(Theme::Dark)] {
            read_as_it_was(&Profile { language: None, theme });
        }
        for switch in [Switch::Off, Switch::On(Start::Kept)] {
            let seen = serde_json::from_str("9007199254740991").unwrap();
            read_as_it_was(&NewSwitch { switch, seen });
        }
        for version in [0, -1, i64::MAX, i64::MIN] {
            read_as_it_was(&NewMove { by: Move::Solved, version });
        }
        read_as_it_was(&CaseView { name: "\"\\/\u{8}\u{c}".into(), query: "\u{2028}\u{2029}\u{7f}".into() });
    }
}
