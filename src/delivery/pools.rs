//! The pools of this process, one for each network configuration.

use std::sync::{Arc, Mutex, PoisonError};

use auriko::transport::{Network, Pool};

/// Configurations kept ready for the next client that has the same; an evicted one lives on while it is in use.
const KEPT: usize = 64;

/// The pool of this configuration, the same for everyone who asks with an equal one. All calls of the process run in one
/// runtime that never ends, so a pool may serve any of them.
pub fn shared_pool(network: &Network) -> Arc<Pool> {
    static POOLS: Mutex<Vec<Arc<Pool>>> = Mutex::new(Vec::new());
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at) = pools.iter().position(|pool| pool.network() == network) {
        let pool = pools.remove(at);
        pools.push(Arc::clone(&pool));
        return pool;
    }
    if pools.len() == KEPT {
        pools.remove(0);
    }
    let pool = Arc::new(Pool::new(network.clone()));
    pools.push(Arc::clone(&pool));
    pool
}

#[cfg(test)]
mod tests {
    use auriko::transport::HttpVersions;

    use super::*;

    #[test]
    fn equal_configurations_share_a_pool_and_others_do_not() {
        let one = Network { no_proxy: Some("pool-test".into()), ..Network::default() };
        let other = Network { http: HttpVersions::One, ..one.clone() };
        assert!(Arc::ptr_eq(&shared_pool(&one), &shared_pool(&one.clone())));
        assert!(!Arc::ptr_eq(&shared_pool(&one), &shared_pool(&other)));
    }
}
