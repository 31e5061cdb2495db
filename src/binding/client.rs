use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use napi::bindgen_prelude::Buffer;
use napi::{Error, Result, Status};
use napi_derive::napi;

use auriko::transport::{
    HttpVersions, Identity, Location, Network, Pacer, Pool, Redirects, Repeat, Retries, Timeouts, Turn,
};
use bytes::Bytes;

use super::pacer::NativePacer;
use crate::delivery::{Headers, RawRequest, parse_lines, shared_pool};

/// The configuration of a client. Every key is present; `null` switches a limit off. Times are in milliseconds.
#[napi(object, object_to_js = false, use_nullable = true)]
pub struct NativeConfig {
    /// Certificates in PEM that are trusted besides the system's.
    #[napi(ts_type = "readonly string[]")]
    pub ca: Vec<String>,
    /// Certificates in PEM for a system that has none.
    #[napi(ts_type = "readonly string[]")]
    pub fallback_ca: Vec<String>,
    /// The client certificate in PEM.
    pub cert: Option<String>,
    /// Its key in PEM.
    pub key: Option<String>,
    /// `SSL_CERT_FILE`.
    pub system_ca_file: Option<String>,
    /// `SSL_CERT_DIR`.
    pub system_ca_dir: Option<String>,
    /// The proxy for `http:` addresses.
    pub http_proxy: Option<String>,
    /// The proxy for `https:` addresses.
    pub https_proxy: Option<String>,
    /// Hosts that are reached without a proxy.
    pub no_proxy: Option<String>,
    /// 0: HTTP/2 where TLS negotiates it; 1: HTTP/1.1 only; 2: HTTP/2 only.
    pub http_version: u32,
    /// The limit on connecting.
    pub connect_timeout: Option<f64>,
    /// The limit on response headers.
    pub headers_timeout: Option<f64>,
    /// The limit on the time without data while somebody waits.
    pub idle_timeout: Option<f64>,
    /// The limit on the whole call.
    pub total_timeout: Option<f64>,
    /// Attempts after the first.
    pub max_retries: u32,
    /// The longest `Retry-After` that is waited for.
    pub max_retry_delay: f64,
    /// Whether a request is repeated only while it can't have done anything yet.
    pub repeat_until_received: bool,
    /// Headers of every request that brings none of its own, as `name: value` lines.
    pub headers: String,
}

/// A configured client: a share in a connection pool, limits and headers.
#[napi]
pub struct NativeClient {
    pool: Arc<Pool>,
    timeouts: Timeouts,
    retries: Retries,
    headers: Arc<HeaderMap>,
    pacer: Option<Arc<Pacer>>,
}

#[napi]
impl NativeClient {
    /// Opens no connection and reads no file; that waits for the first request. Its requests keep to the limits of `pacer`.
    #[napi(constructor, catch_unwind)]
    pub fn new(config: NativeConfig, pacer: Option<&NativePacer>) -> Result<Self> {
        let network = Network {
            ca: config.ca,
            fallback_ca: config.fallback_ca,
            identity: config.cert.zip(config.key).map(|(cert, key)| Identity { cert, key }),
            system_ca: Location { file: config.system_ca_file, dir: config.system_ca_dir },
            http_proxy: config.http_proxy,
            https_proxy: config.https_proxy,
            no_proxy: config.no_proxy,
            http: match config.http_version {
                1 => HttpVersions::One,
                2 => HttpVersions::Two,
                _ => HttpVersions::Negotiate,
            },
            connect_timeout: limit(config.connect_timeout)?,
            keep_encoding: false,
        };
        Ok(Self {
            pool: shared_pool(&network),
            timeouts: Timeouts {
                headers: limit(config.headers_timeout)?,
                idle: limit(config.idle_timeout)?,
                total: limit(config.total_timeout)?,
            },
            retries: Retries {
                max: config.max_retries,
                max_delay: limit(Some(config.max_retry_delay))?.unwrap_or_default(),
                repeat: if config.repeat_until_received { Repeat::UntilReceived } else { Repeat::Always },
            },
            headers: Arc::new(parse_lines(&config.headers).map_err(|error| invalid(&error.to_string()))?),
            pacer: pacer.map(NativePacer::share),
        })
    }

    /// What a call of this client is made from.
    pub(super) fn raw_request(&self, call: NativeRequest) -> RawRequest {
        RawRequest {
            method: call.method,
            url: call.url,
            authorization: call.authorization,
            headers: call.headers.map_or_else(|| Headers::Ready(Arc::clone(&self.headers)), Headers::Lines),
            body: call.body.map(Into::into),
            timeouts: self.timeouts,
            retries: self.retries,
            redirects: None,
            turn: self.turn(),
        }
    }

    /// What a `fetch` of this client is made from.
    pub(super) fn raw_fetch(&self, fetch: NativeFetch) -> Result<RawRequest> {
        let redirects = match fetch.redirect.as_str() {
            "follow" => Redirects::Follow,
            "manual" => Redirects::Manual,
            "error" => Redirects::Refuse,
            _ => return Err(invalid("no such redirect mode")),
        };
        Ok(RawRequest {
            method: fetch.method,
            url: fetch.url,
            authorization: None,
            headers: Headers::Lines(fetch.headers),
            body: fetch.body.map(|body| Bytes::copy_from_slice(&body)),
            timeouts: self.timeouts,
            retries: self.retries,
            redirects: Some(redirects),
            turn: self.turn(),
        })
    }

    fn turn(&self) -> Option<Turn> {
        self.pacer.as_ref().map(Turn::next)
    }

    /// The limits of its requests.
    pub(super) fn pacer(&self) -> Option<Arc<Pacer>> {
        self.pacer.clone()
    }

    pub(super) fn pool(&self) -> Arc<Pool> {
        Arc::clone(&self.pool)
    }

    /// For a `fetch`, which shows the headers of an encoding and undoes it itself.
    pub(super) fn fetch_pool(&self) -> Arc<Pool> {
        shared_pool(&Network { keep_encoding: true, ..self.pool.network().clone() })
    }
}

/// What one `fetch` sends.
#[napi(object, object_to_js = false, use_nullable = true)]
pub struct NativeFetch {
    /// The HTTP method.
    pub method: String,
    /// The absolute address.
    pub url: String,
    /// All headers, as `name: value` lines.
    pub headers: String,
    /// The body, copied.
    pub body: Option<Buffer>,
    /// `follow`, `manual` or `error`, as in `fetch`.
    #[napi(ts_type = "'follow' | 'manual' | 'error'")]
    pub redirect: String,
}

/// What one call sends.
pub(super) struct NativeRequest {
    pub method: String,
    pub url: String,
    pub authorization: Option<String>,
    pub headers: Option<String>,
    pub body: Option<String>,
}

fn limit(milliseconds: Option<f64>) -> Result<Option<Duration>> {
    milliseconds
        .map(|value| Duration::try_from_secs_f64(value / 1000.0).map_err(|_| invalid("a time is not valid")))
        .transpose()
}

pub(super) fn invalid(reason: &str) -> Error {
    Error::new(Status::InvalidArg, reason)
}
