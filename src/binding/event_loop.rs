//! Node's event loop, as far as waking it needs it: five functions of libuv, which Node exports to addons.

use std::ffi::{c_int, c_uint, c_void};
use std::sync::OnceLock;

use napi::sys;

#[cfg(unix)]
use libloading::os::unix::Library;
#[cfg(windows)]
use libloading::os::windows::Library;

/// A wake-up call of libuv; only libuv knows its size. Every handle begins with a pointer that is its owner's.
#[repr(C)]
pub struct Handle {
    pub data: *mut c_void,
}

pub type Callback = unsafe extern "C" fn(*mut Handle);

/// The kind of handle that wakes a loop from another thread, as `uv_handle_type` counts it.
const UV_ASYNC: c_uint = 1;

/// What libuv offers.
pub struct EventLoop {
    handle_size: unsafe extern "C" fn(c_uint) -> usize,
    async_init: unsafe extern "C" fn(*mut sys::uv_loop_s, *mut Handle, Callback) -> c_int,
    async_send: unsafe extern "C" fn(*mut Handle) -> c_int,
    unref: unsafe extern "C" fn(*mut Handle),
    close: unsafe extern "C" fn(*mut Handle, Callback),
}

impl EventLoop {
    /// Looks the functions up in the running program; none where it does not export them.
    pub fn find() -> Option<&'static Self> {
        static FOUND: OnceLock<Option<EventLoop>> = OnceLock::new();
        FOUND.get_or_init(Self::look_up).as_ref()
    }

    fn look_up() -> Option<Self> {
        #[cfg(unix)]
        let program = Library::this();
        #[cfg(windows)]
        let program = Library::this().ok()?;
        // SAFETY: the types are those of libuv 1, whose binary interface is stable.
        unsafe {
            Some(Self {
                handle_size: *program.get(b"uv_handle_size\0").ok()?,
                async_init: *program.get(b"uv_async_init\0").ok()?,
                async_send: *program.get(b"uv_async_send\0").ok()?,
                unref: *program.get(b"uv_unref\0").ok()?,
                close: *program.get(b"uv_close\0").ok()?,
            })
        }
    }

    /// Space for a handle, in units that are aligned for it.
    pub fn handle_space(&self) -> Box<[u64]> {
        // SAFETY: a pure function.
        let size = unsafe { (self.handle_size)(UV_ASYNC) };
        vec![0; size.div_ceil(size_of::<u64>())].into_boxed_slice()
    }

    /// Makes a handle that does not keep its loop alive; `callback` runs on the loop's thread after it was sent.
    ///
    /// # Safety
    /// `event_loop` is the loop of this thread; `handle` points to [`EventLoop::handle_space`] that stays in place until
    /// it has been closed.
    pub unsafe fn open(&self, event_loop: *mut sys::uv_loop_s, handle: *mut Handle, callback: Callback) -> bool {
        // SAFETY: as this function's caller promises; a handle may be unreferenced once it is open.
        unsafe {
            let opened = (self.async_init)(event_loop, handle, callback) == 0;
            if opened {
                (self.unref)(handle);
            }
            opened
        }
    }

    /// Wakes the loop, from any thread.
    ///
    /// # Safety
    /// `handle` is open.
    pub unsafe fn send(&self, handle: *mut Handle) {
        // SAFETY: as this function's caller promises. It fails for closed handles only.
        unsafe { (self.async_send)(handle) };
    }

    /// Closes a handle; `closed` runs when its space may be freed.
    ///
    /// # Safety
    /// `handle` is open, and this is its loop's thread.
    pub unsafe fn close(&self, handle: *mut Handle, closed: Callback) {
        // SAFETY: as this function's caller promises.
        unsafe { (self.close)(handle, closed) }
    }
}
