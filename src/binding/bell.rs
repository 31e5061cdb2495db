//! What wakes JavaScript.

use std::ffi::c_void;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::{Function, JsValue};
use napi::threadsafe_function::{ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{Env, Result, check_status, sys};

use super::event_loop::{EventLoop, Handle};

/// A function that rings: it calls `function` on its thread soon, from any thread, without keeping the process alive.
///
/// Node-API's thread-safe functions hold a lock while they wake the other thread. Where both share a core, that thread
/// preempts the one that rings, runs into the lock and goes to sleep again: two switches more for each wake-up. So
/// Node's event loop is woken directly; `is_node` is false where another runtime only resembles Node.
pub fn bell(
    env: Env,
    function: &Function<'_, (), UnknownReturnValue>,
    is_node: bool,
) -> Result<Box<dyn Fn() + Send + Sync>> {
    if is_node && let Some(event_loop) = EventLoop::find() {
        let wire = Wire::new(env, function, event_loop)?;
        return Ok(Box::new(move || wire.ring()));
    }
    let function = function.build_threadsafe_function::<()>().weak::<true>().build()?;
    Ok(Box::new(move || {
        function.call((), ThreadsafeFunctionCallMode::NonBlocking);
    }))
}

/// What leads from any thread to a handle of the event loop, until that is closed.
struct Wire {
    event_loop: &'static EventLoop,
    handle: Mutex<Option<OpenHandle>>,
}

struct OpenHandle(*mut Handle);

// SAFETY: libuv allows to send a handle from any thread; it is opened and closed on one.
unsafe impl Send for OpenHandle {}

/// What belongs to a handle, on JavaScript's thread.
struct Line {
    env: sys::napi_env,
    function: sys::napi_ref,
    wire: Arc<Wire>,
    /// Tells Node that it need not wait any longer.
    cleanup: sys::napi_async_cleanup_hook_handle,
    /// The handle lives in here.
    _space: Box<[u64]>,
}

impl Wire {
    fn new(
        env: Env,
        function: &Function<'_, (), UnknownReturnValue>,
        event_loop: &'static EventLoop,
    ) -> Result<Arc<Self>> {
        let env = env.raw();
        let wire = Arc::new(Self { event_loop, handle: Mutex::default() });
        let mut space = event_loop.handle_space();
        let handle: *mut Handle = space.as_mut_ptr().cast();
        let mut uv = ptr::null_mut();
        let mut line = Box::new(Line {
            env,
            function: ptr::null_mut(),
            wire: Arc::clone(&wire),
            cleanup: ptr::null_mut(),
            _space: space,
        });
        // SAFETY: a plain call, on JavaScript's thread.
        let status = unsafe { sys::napi_get_uv_event_loop(env, &raw mut uv) };
        check_status!(status, "no event loop")?;
        // SAFETY: as above; the function was handed in by this very call.
        let status = unsafe { sys::napi_create_reference(env, function.raw(), 1, &raw mut line.function) };
        check_status!(status, "the bell is no function")?;
        // SAFETY: the loop is that of this thread, and the space lives on the heap until `closed`.
        if !unsafe { event_loop.open(uv, handle, answer) } {
            return Err(napi::Error::from_reason("the event loop takes no further handle"));
        }
        let line = Box::into_raw(line);
        // SAFETY: the handle is open, and its first field is ours; the line lives until `closed` frees it.
        unsafe { (*handle).data = line.cast() };
        *wire.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(OpenHandle(handle));
        // SAFETY: the hook gets the handle, which lives until it has run.
        let status =
            unsafe { sys::napi_add_async_cleanup_hook(env, Some(hang_up), handle.cast(), &raw mut (*line).cleanup) };
        check_status!(status, "the environment ends already")?;
        Ok(wire)
    }

    fn ring(&self) {
        // The lock is nobody's but the ringing threads' until the environment ends.
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner) {
            // SAFETY: whoever closes the handle takes it out of here first.
            unsafe { self.event_loop.send(handle.0) };
        }
    }
}

/// Runs on JavaScript's thread after a ring.
unsafe extern "C" fn answer(handle: *mut Handle) {
    // SAFETY: the handle is open, so its line lives; every status that is not ok leaves the values null, and a scope that
    // was opened is closed.
    unsafe {
        let line = &*(*handle).data.cast::<Line>();
        let mut scope = ptr::null_mut();
        if sys::napi_open_handle_scope(line.env, &raw mut scope) != sys::Status::napi_ok {
            return;
        }
        call(line);
        sys::napi_close_handle_scope(line.env, scope);
    }
}

/// Calls the function as an entry into JavaScript: what it leaves for microtasks runs before this returns.
unsafe fn call(line: &Line) {
    let (mut function, mut this, mut result, mut error) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: all pointers are to locals or null where Node-API allows it.
    unsafe {
        if sys::napi_get_reference_value(line.env, line.function, &raw mut function) != sys::Status::napi_ok
            || sys::napi_get_global(line.env, &raw mut this) != sys::Status::napi_ok
        {
            return;
        }
        let status =
            sys::napi_make_callback(line.env, ptr::null_mut(), this, function, 0, ptr::null(), &raw mut result);
        if status == sys::Status::napi_pending_exception
            && sys::napi_get_and_clear_last_exception(line.env, &raw mut error) == sys::Status::napi_ok
        {
            sys::napi_fatal_exception(line.env, error);
        }
    }
}

/// Runs when the environment ends: from here on nobody can ring.
unsafe extern "C" fn hang_up(_hook: sys::napi_async_cleanup_hook_handle, handle: *mut c_void) {
    // SAFETY: the handle and its line live until `closed`.
    unsafe {
        let handle: *mut Handle = handle.cast();
        let line = &*(*handle).data.cast::<Line>();
        line.wire.handle.lock().unwrap_or_else(PoisonError::into_inner).take();
        sys::napi_delete_reference(line.env, line.function);
        line.wire.event_loop.close(handle, closed);
    }
}

/// Runs when libuv has let go of the handle.
unsafe extern "C" fn closed(handle: *mut Handle) {
    // SAFETY: the line was made by `Box::into_raw` and is freed only here; it owns the space of the handle.
    unsafe {
        let line = Box::from_raw((*handle).data.cast::<Line>());
        sys::napi_remove_async_cleanup_hook(line.cleanup);
    }
}
