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
        Text::Latin1(units) => unsafe {
            sys::napi_create_string_latin1(env, units.as_ptr().cast(), units.len().cast_signed(), &raw mut value)
        },
        // SAFETY: as above.
        Text::Utf16(units) => unsafe {
            sys::napi_create_string_utf16(env, units.as_ptr(), units.len().cast_signed(), &raw mut value)
        },
    };
    check_status!(status, "the text does not fit into a JavaScript string")?;
    Ok(value)
}

/// The text of a collection, in an array with the texts that belong to it, if there are any.
pub fn texts_to_js(env: sys::napi_env, text: &Text, texts: &[Text]) -> Result<sys::napi_value> {
    let text = to_js_or_null(env, text)?;
    if texts.is_empty() {
        return Ok(text);
    }
    let mut array = ptr::null_mut();
    // SAFETY: a plain call, on JavaScript's thread.
    check_status!(unsafe { sys::napi_create_array_with_length(env, texts.len() + 1, &raw mut array) })?;
    let set = |at: u32, value| {
        // SAFETY: both values were made in this environment, in this scope.
        check_status!(unsafe { sys::napi_set_element(env, array, at, value) })
    };
    set(0, text)?;
    for (at, text) in (1..).zip(texts) {
        set(at, to_js_or_null(env, text)?)?;
    }
    Ok(array)
}

/// A text that is too long for a string must not take along what came with it.
fn to_js_or_null(env: sys::napi_env, text: &Text) -> Result<sys::napi_value> {
    if let Ok(value) = to_js(env, text) {
        return Ok(value);
    }
    let (mut value, mut exception) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: plain calls, on JavaScript's thread; what the engine may have thrown goes with the text.
    unsafe {
        sys::napi_get_and_clear_last_exception(env, &raw mut exception);
        check_status!(sys::napi_get_null(env, &raw mut value))?;
    }
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
