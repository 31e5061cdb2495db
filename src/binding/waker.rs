//! What wakes JavaScript.

use std::ffi::c_void;
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::{Function, JsValue};
use napi::threadsafe_function::{ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi::{Env, Result, check_status, sys};

use super::event_loop::{EventLoop, Handle};

/// A function that wakes: it calls `function` on its thread soon, from any thread, without keeping the process alive.
///
/// Node-API's thread-safe functions hold a lock while they wake the other thread. Where both share a core, that thread
/// preempts the one that wakes it, runs into the lock and goes to sleep again: two switches more for each wake-up. So
/// Node's event loop is woken directly; `is_node` is false where another runtime only resembles Node.
pub fn waker(
    env: Env,
    function: &Function<'_, (), UnknownReturnValue>,
    is_node: bool,
) -> Result<Box<dyn Fn() + Send + Sync>> {
    if is_node && let Some(event_loop) = EventLoop::find() {
        let handle = AsyncHandle::new(env, function, event_loop)?;
        return Ok(Box::new(move || handle.wake()));
    }
    let function = function.build_threadsafe_function::<()>().weak::<true>().build()?;
    Ok(Box::new(move || {
        function.call((), ThreadsafeFunctionCallMode::NonBlocking);
    }))
}

/// What leads from any thread to a handle of the event loop, until that is closed.
struct AsyncHandle {
    event_loop: &'static EventLoop,
    handle: Mutex<Option<OpenHandle>>,
}

struct OpenHandle(*mut Handle);

// SAFETY: libuv allows to send a handle from any thread; it is opened and closed on one.
unsafe impl Send for OpenHandle {}

/// What belongs to a handle, on JavaScript's thread.
struct HandleContext {
    env: sys::napi_env,
    function: sys::napi_ref,
    shared: Arc<AsyncHandle>,
    /// Tells Node that it need not wait any longer.
    cleanup: sys::napi_async_cleanup_hook_handle,
    /// The handle lives in here.
    _space: Box<[u64]>,
}

impl AsyncHandle {
    fn new(
        env: Env,
        function: &Function<'_, (), UnknownReturnValue>,
        event_loop: &'static EventLoop,
    ) -> Result<Arc<Self>> {
        let env = env.raw();
        let shared = Arc::new(Self { event_loop, handle: Mutex::default() });
        let mut space = event_loop.handle_space();
        let handle: *mut Handle = space.as_mut_ptr().cast();
        let mut uv = ptr::null_mut();
        let mut context = Box::new(HandleContext {
            env,
            function: ptr::null_mut(),
            shared: Arc::clone(&shared),
            cleanup: ptr::null_mut(),
            _space: space,
        });
        // SAFETY: a plain call, on JavaScript's thread.
        let status = unsafe { sys::napi_get_uv_event_loop(env, &raw mut uv) };
        check_status!(status, "no event loop")?;
        // SAFETY: as above; the function was handed in by this very call.
        let status = unsafe { sys::napi_create_reference(env, function.raw(), 1, &raw mut context.function) };
        check_status!(status, "the waker is no function")?;
        // SAFETY: the loop is that of this thread, and the space lives on the heap until `on_close`.
        if !unsafe { event_loop.open(uv, handle, on_wake) } {
            // SAFETY: the reference was just made, and nobody else knows of it.
            unsafe { sys::napi_delete_reference(env, context.function) };
            return Err(napi::Error::from_reason("the event loop takes no further handle"));
        }
        let context = Box::into_raw(context);
        // SAFETY: the handle is open, and its first field is ours; the context lives until `on_close` frees it.
        unsafe { (*handle).data = context.cast() };
        *shared.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(OpenHandle(handle));
        // SAFETY: the hook gets the handle, which lives until it has run.
        let status = unsafe {
            sys::napi_add_async_cleanup_hook(env, Some(on_env_cleanup), handle.cast(), &raw mut (*context).cleanup)
        };
        if status != sys::Status::napi_ok {
            // Left open, the handle would outlive its loop, which ends the process.
            // SAFETY: it is open, this is its thread, and no hook will do the same.
            unsafe { on_env_cleanup(ptr::null_mut(), handle.cast()) };
        }
        check_status!(status, "the environment ends already")?;
        Ok(shared)
    }

    fn wake(&self) {
        // The lock is nobody's but the waking threads' until the environment ends.
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner) {
            // SAFETY: whoever closes the handle takes it out of here first.
            unsafe { self.event_loop.send(handle.0) };
        }
    }
}

/// Runs on JavaScript's thread after a wake.
unsafe extern "C" fn on_wake(handle: *mut Handle) {
    // SAFETY: the handle is open, so its context lives; every status that is not ok leaves the values null, and a scope that
    // was opened is closed.
    unsafe {
        let context = &*(*handle).data.cast::<HandleContext>();
        let mut scope = ptr::null_mut();
        if sys::napi_open_handle_scope(context.env, &raw mut scope) != sys::Status::napi_ok {
            return;
        }
        call(context);
        sys::napi_close_handle_scope(context.env, scope);
    }
}

/// Calls the function as an entry into JavaScript: what it leaves for microtasks runs before this returns.
unsafe fn call(context: &HandleContext) {
    let (mut function, mut this, mut result, mut error) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: all pointers are to locals or null where Node-API allows it.
    unsafe {
        if sys::napi_get_reference_value(context.env, context.function, &raw mut function) != sys::Status::napi_ok
            || sys::napi_get_global(context.env, &raw mut this) != sys::Status::napi_ok
        {
            return;
        }
        let status =
            sys::napi_make_callback(context.env, ptr::null_mut(), this, function, 0, ptr::null(), &raw mut result);
        if status == sys::Status::napi_pending_exception
            && sys::napi_get_and_clear_last_exception(context.env, &raw mut error) == sys::Status::napi_ok
        {
            sys::napi_fatal_exception(context.env, error);
        }
    }
}

/// Runs when the environment ends: from here on nobody can wake it.
unsafe extern "C" fn on_env_cleanup(_hook: sys::napi_async_cleanup_hook_handle, handle: *mut c_void) {
    // SAFETY: the handle and its context live until `on_close`.
    unsafe {
        let handle: *mut Handle = handle.cast();
        let context = &*(*handle).data.cast::<HandleContext>();
        context.shared.handle.lock().unwrap_or_else(PoisonError::into_inner).take();
        sys::napi_delete_reference(context.env, context.function);
        context.shared.event_loop.close(handle, on_close);
    }
}

/// Runs when libuv has let go of the handle.
unsafe extern "C" fn on_close(handle: *mut Handle) {
    // SAFETY: the context was made by `Box::into_raw` and is freed only here; it owns the space of the handle.
    unsafe {
        let context = Box::from_raw((*handle).data.cast::<HandleContext>());
        if !context.cleanup.is_null() {
            sys::napi_remove_async_cleanup_hook(context.cleanup);
        }
    }
}
