use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::*;

const PATIENCE: Duration = Duration::from_secs(20);
const ADDRESS: ([u8; 4], u16) = ([192, 0, 2, 1], 0);

/// For threads of a test's own.
const fn threads(most: usize, keep_alive: Duration) -> Threads {
    Threads::custom(most, 256 * 1024, keep_alive)
}

fn found() -> Vec<SocketAddr> {
    vec![ADDRESS.into()]
}

/// A lookup that takes until something is sent.
fn slow(threads: &'static Threads, host: &str) -> (Lookup, mpsc::Sender<()>) {
    let (release, released) = mpsc::channel();
    let lookup = look_up(threads, host, move |_| {
        let _ = released.recv();
        Ok(found())
    });
    (lookup.unwrap(), release)
}

async fn addresses(of: &str) -> Vec<SocketAddr> {
    SystemNames.resolve(of.parse().unwrap()).await.unwrap().collect()
}

#[tokio::test]
async fn the_system_is_asked_and_its_order_kept() {
    let of_system: Vec<_> = ("localhost", 0).to_socket_addrs().unwrap().collect();
    assert_eq!(addresses("localhost").await, of_system);
}

#[tokio::test]
async fn an_address_is_its_own_answer() {
    assert_eq!(addresses("192.0.2.1").await, [ADDRESS.into()]);
    assert_eq!(addresses("::1").await, [SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], 0))]);
}

#[tokio::test]
async fn a_name_that_is_not_found_says_so_to_everyone_who_asked() {
    static THREADS: Threads = threads(1, PATIENCE);
    let (_busy, release) = slow(&THREADS, "other.test");
    let ask = || look_up(&THREADS, "absent.test", |_| Err(io::Error::other("no such name"))).unwrap();
    let (one, other) = (ask(), ask());
    release.send(()).unwrap();
    for lookup in [one, other] {
        assert_eq!(copy_of(&lookup.await.unwrap_err()).to_string(), "no such name");
    }
    assert_eq!(copy_of(&io::Error::from_raw_os_error(24)).raw_os_error(), Some(24));
}

#[tokio::test]
async fn who_asks_for_a_name_that_is_being_looked_up_waits_for_that_lookup() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    static THREADS: Threads = threads(1, PATIENCE);
    let (_busy, release) = slow(&THREADS, "busy.test");
    let ask = |_: &str| {
        ASKED.fetch_add(1, Ordering::SeqCst);
        Ok(found())
    };
    let lookups: Vec<_> = (0..64).map(|_| look_up(&THREADS, "shared.test", ask).unwrap()).collect();
    release.send(()).unwrap();
    for outcome in futures::future::join_all(lookups).await {
        assert_eq!(outcome.unwrap()[..], [ADDRESS.into()]);
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 1);
    look_up(&THREADS, "shared.test", ask).unwrap().await.unwrap();
    assert_eq!(ASKED.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_name_whose_servers_are_silent_keeps_no_other_waiting() {
    static THREADS: Threads = threads(2, PATIENCE);
    let (silent, release) = slow(&THREADS, "silent.test");
    let more: Vec<_> = (0..8).map(|_| look_up(&THREADS, "silent.test", |_| Ok(found())).unwrap()).collect();
    look_up(&THREADS, "well.test", |_| Ok(found())).unwrap().await.unwrap();
    release.send(()).unwrap();
    futures::future::join_all(more).await.into_iter().for_each(|outcome| drop(outcome.unwrap()));
    silent.await.unwrap();
}

#[tokio::test]
async fn a_lookup_that_nobody_waits_for_any_more_is_not_begun_and_can_be_asked_again() {
    static THREADS: Threads = threads(1, PATIENCE);
    let (busy, release) = slow(&THREADS, "before.test");
    drop(look_up(&THREADS, "dropped.test", |_| panic!("nobody waits")).unwrap());
    let again = look_up(&THREADS, "dropped.test", |_| Ok(found())).unwrap();
    release.send(()).unwrap();
    busy.await.unwrap();
    again.await.unwrap();
    assert!(lookups().as_ref().is_none_or(|running| !running.contains_key("dropped.test")));
}

#[tokio::test]
async fn threads_end_when_they_have_nothing_to_do() {
    static THREADS: Threads = threads(4, Duration::from_millis(1));
    let (one, release_one) = slow(&THREADS, "one.test");
    let (two, release_two) = slow(&THREADS, "two.test");
    assert_eq!(THREADS.alive(), 2);
    release_one.send(()).unwrap();
    release_two.send(()).unwrap();
    one.await.unwrap();
    two.await.unwrap();
    let ends = async {
        while THREADS.alive() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ends).await.unwrap();
    look_up(&THREADS, "three.test", |_| Ok(found())).unwrap().await.unwrap();
}

#[tokio::test]
async fn a_thread_that_waits_is_used_before_another_is_started() {
    static THREADS: Threads = threads(4, PATIENCE);
    for _ in 0..20 {
        look_up(&THREADS, "serial.test", |_| Ok(found())).unwrap().await.unwrap();
        // The answer comes a moment before its thread waits again.
        while THREADS.idle() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    assert_eq!(THREADS.alive(), 1);
}

#[cfg(target_pointer_width = "64")]
#[tokio::test]
async fn without_a_thread_the_error_names_the_host_and_the_next_one_is_tried_anew() {
    // No system has room for such a stack.
    static NONE: Threads = Threads::custom(4, 1 << 60, PATIENCE);
    static ONE: Threads = threads(1, PATIENCE);
    for _ in 0..2 {
        let Err(refused) = look_up(&NONE, "refused.test", |_| Ok(found())) else { panic!("there is a thread") };
        assert!(refused.to_string().starts_with("no thread can be started to look up refused.test: "), "{refused}");
    }
    look_up(&ONE, "refused.test", |_| Ok(found())).unwrap().await.unwrap();
}
