//! From the browser's values to ours.

use super::Malformed;
use js_sys::{Array, Object, Reflect};
use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt::Display;
use std::slice::Iter;
use wasm_bindgen::{JsCast, JsValue};

/// Reads a value that the browser parsed.
pub(in crate::api) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Malformed> {
    T::deserialize(Value(value))
}

/// Every error is the same; the defaults of these functions would format their arguments.
impl Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// One value.
struct Value(JsValue);

impl<'de> Deserializer<'de> for Value {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = self.0.as_f64() {
            visitor.visit_i64(whole(number)?)
        } else if let Some(truth) = self.0.as_bool() {
            visitor.visit_bool(truth)
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(Items { items: self.0.unchecked_into(), place: 0 })
        } else if self.0.is_object() {
            visitor.visit_map(Entries::of(&self.0))
        } else {
            visitor.visit_unit()
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        if !self.0.is_object() {
            return Err(Malformed);
        }
        visitor.visit_seq(Fields { object: self.0, names: names.iter() })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(Choice { name, content: JsValue::NULL });
        }
        let (name, content) = Entries::of(&self.0).next().ok_or(Malformed)?;
        visitor.visit_enum(Choice { name: name.as_string().ok_or(Malformed)?, content })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier
    }
}

/// No field of ours holds a fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JSON's numbers are exact up to 53 bits, and so are ours"
)]
fn whole(number: f64) -> Result<i64, Malformed> {
    let whole = number as i64;
    if number.fract() == 0.0 { Ok(whole) } else { Err(Malformed) }
}

/// A list, item by item.
struct Items {
    items: Array,
    place: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        if self.place == self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.place);
        self.place += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}

/// An object whose fields are known, in the order of their declaration. One that is absent is `None`, which serde takes
/// for the default where the declaration has one, and for an error where it has none.
struct Fields {
    object: JsValue,
    names: Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        let name = self.names.next().ok_or(Malformed)?;
        let value = Reflect::get(&self.object, &(*name).into()).map_err(|_| Malformed)?;
        if value.is_undefined() { Ok(None) } else { seed.deserialize(Value(value)).map(Some) }
    }
}

/// An object whose fields are not known beforehand: a map, or a struct that flattens another.
struct Entries {
    entries: Array,
    place: u32,
    value: JsValue,
}

impl Entries {
    fn of(object: &JsValue) -> Self {
        Self { entries: Object::entries(object.unchecked_ref()), place: 0, value: JsValue::NULL }
    }
}

impl Iterator for Entries {
    type Item = (JsValue, JsValue);

    fn next(&mut self) -> Option<(JsValue, JsValue)> {
        let entry: Array = self.entries.get(self.place).dyn_into().ok()?;
        self.place += 1;
        Some((entry.get(0), entry.get(1)))
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Malformed> {
        let Some((key, value)) = self.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Value(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Malformed> {
        seed.deserialize(Value(self.value.clone()))
    }
}

/// A value of an enum: `"name"`, or `{"name": content}`.
struct Choice {
    name: String,
    content: JsValue,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Malformed;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Malformed> {
        let name: StringDeserializer<Malformed> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Value(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Malformed> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_struct("", names, visitor)
    }
}
