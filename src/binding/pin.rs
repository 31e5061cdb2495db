//! Keeps the addon's image in the process.
//!
//! A worker that ends closes the addons that it loaded, and where it was the only one that had loaded this one, the system
//! would unmap the code that our threads are running. So the image holds a reference to itself that nobody gives back.

#[napi_derive::module_init]
fn keep_loaded() {
    system::pin(keep_loaded as *const std::ffi::c_void);
}

#[cfg(unix)]
mod system {
    use std::ffi::c_void;
    use std::mem::MaybeUninit;

    pub fn pin(address: *const c_void) {
        let mut image = MaybeUninit::<libc::Dl_info>::uninit();
        // SAFETY: the address is one of this image, and `dladdr` fills the record where it says that it found one.
        unsafe {
            if libc::dladdr(address, image.as_mut_ptr()) != 0 {
                // Without loading anything: the image is there. Where the system refuses, nothing is worse than before.
                let flags = libc::RTLD_LAZY | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
                libc::dlopen(image.assume_init().dli_fname, flags);
            }
        }
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::c_void;

    const PIN: u32 = 0x1;
    const FROM_ADDRESS: u32 = 0x4;

    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetModuleHandleExW(flags: u32, address: *const c_void, module: *mut *mut c_void) -> i32;
    }

    pub fn pin(address: *const c_void) {
        let mut module = std::ptr::null_mut();
        // SAFETY: the address is one of this image, and the handle is written to a place that outlives the call.
        unsafe {
            GetModuleHandleExW(PIN | FROM_ADDRESS, address, &raw mut module);
        }
    }
}
