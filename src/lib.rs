//! The native core of `@auriko/sdk`.
