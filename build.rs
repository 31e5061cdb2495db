//! Links the addon the way Node expects it and keeps its image loaded until the process ends.
fn main() {
    napi_build::setup();
}
