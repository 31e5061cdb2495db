use std::ptr;

use napi::bindgen_prelude::{ToNapiValue, TypeName};
use napi::{Result, ValueType, check_status, sys};

use crate::delivery::Text;

/// Text that becomes a JavaScript string without being decoded on JavaScript's thread.
pub struct NativeText(pub Text);

/// Makes a JavaScript string.
pub fn to_js(env: sys::napi_env, text: &Text) -> Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let status = match text {
        // SAFETY: pointer and length describe a live slice, which Node-API copies before it returns.
        Text::Narrow(units) => unsafe {
            sys::napi_create_string_latin1(env, units.as_ptr().cast(), units.len().cast_signed(), &raw mut value)
        },
        // SAFETY: as above.
        Text::Wide(units) => unsafe {
            sys::napi_create_string_utf16(env, units.as_ptr(), units.len().cast_signed(), &raw mut value)
        },
    };
    check_status!(status, "the text does not fit into a JavaScript string")?;
    Ok(value)
}

impl TypeName for NativeText {
    fn type_name() -> &'static str {
        "string"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ToNapiValue for NativeText {
    unsafe fn to_napi_value(env: sys::napi_env, value: Self) -> Result<sys::napi_value> {
        to_js(env, &value.0)
    }
}
