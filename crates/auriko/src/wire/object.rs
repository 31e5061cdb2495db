/// Defines an object of the wire: a struct with the fields that are known, and `extra` for all others.
///
/// A field whose name is a word of Rust gives its name on the wire behind `=`. Required fields that are missing get
/// their default, so that an answer of another age can still be read.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $type:ty $(= $wire:literal)?, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            /// All other fields, and known ones that hold something unexpected. They are sent, too, and win over the
            /// known ones.
            pub extra: $crate::Extra,
        }

        impl $crate::wire::Wire for $name {
            fn read(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                let serde_json::Value::Object(fields) = value else { return Err(value) };
                let mut object = Self::default();
                for (key, value) in fields {
                    match key.as_str() {
                        $( wire_name!($field $($wire)?) => {
                            $crate::wire::take(key, value, &mut object.$field, &mut object.extra);
                        } )*
                        _ => {
                            object.extra.insert(key, value);
                        }
                    }
                }
                Ok(object)
            }

            fn unsendable(&self, depth: usize) -> Option<$crate::wire::Unsendable> {
                $( if let Some(found) = $crate::wire::Wire::unsendable(&self.$field, depth + 1) {
                    return Some(found.below(wire_name!($field $($wire)?)));
                } )*
                $crate::wire::Wire::unsendable(&self.extra, depth)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $( if !$crate::wire::Wire::is_absent(&self.$field) && !self.extra.contains_key(wire_name!($field $($wire)?)) {
                    map.serialize_entry(wire_name!($field $($wire)?), &self.$field)?;
                } )*
                for (key, value) in &self.extra {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::wire::Wire::read(value).map_err(|_| serde::de::Error::custom("expected an object"))
            }
        }
    };
}

/// The name of a field on the wire.
macro_rules! wire_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// Gives an object of requests one method for each field that sets it; those under `lists` take anything that can be
/// iterated over.
macro_rules! setters {
    ($name:ident { $($field:ident: $type:ty,)* } $(lists { $($list:ident: $item:ty,)* })?) => {
        impl $name {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](Self::", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, value: impl Into<$type>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )*
            $($(
                #[doc = concat!("Sets [`", stringify!($list), "`](Self::", stringify!($list), ").")]
                #[must_use]
                pub fn $list(mut self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
                    self.$list = Some(items.into_iter().map(Into::into).collect());
                    self
                }
            )*)?

            /// Sets a field that this version does not know.
            #[must_use]
            pub fn extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                self.extra.insert(name.into(), value.into());
                self
            }
        }
    };
}
