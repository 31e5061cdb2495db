//! Trusted certificates: the system's, and those that callers hand in.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::error::Error;

/// Where the environment says that the system's certificates are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// One file with all of them, as in `SSL_CERT_FILE`.
    pub file: Option<String>,
    /// A folder with one file each, as in `SSL_CERT_DIR`.
    pub dir: Option<String>,
}

/// The certificates in these PEM texts; each must hold at least one.
pub fn parse_all(texts: &[String]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let refused = |reason: &str| Error::Config { reason: reason.into(), no_roots: false };
    let mut all = Vec::new();
    for pem in texts {
        let before = all.len();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            all.push(certificate.map_err(|_| refused("a certificate is not valid pem"))?);
        }
        if all.len() == before {
            return Err(refused("a certificate option holds no certificate in pem form"));
        }
    }
    Ok(all)
}

/// The system's certificates on Linux; empty where there are none.
///
/// The files are read here rather than by a library that asks the environment itself: reading the environment on this
/// thread while JavaScript writes it would be a data race.
#[cfg(target_os = "linux")]
pub fn system(location: &Location) -> Vec<CertificateDer<'static>> {
    use std::fs;

    /// The bundles of Debian, Fedora, openSUSE, RHEL and Alpine, in this order.
    const BUNDLES: [&str; 6] = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    let read = |path: &std::path::Path| -> Vec<CertificateDer<'static>> {
        let pem = fs::read(path).unwrap_or_default();
        CertificateDer::pem_slice_iter(&pem).flatten().collect()
    };
    if location.file.is_none() && location.dir.is_none() {
        return BUNDLES.iter().map(|path| read(path.as_ref())).find(|found| !found.is_empty()).unwrap_or_default();
    }
    let mut found = location.file.as_deref().map(|file| read(file.as_ref())).unwrap_or_default();
    if let Some(dir) = &location.dir {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            found.extend(read(&entry.path()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_moved_store_that_is_empty_hides_the_systems() {
        assert!(system(&Location { file: Some("/nonexistent".into()), dir: None }).is_empty());
    }

    #[test]
    fn a_text_without_a_certificate_is_refused() {
        assert!(parse_all(&["nonsense".into()]).is_err());
        assert!(parse_all(&["-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----".into()]).is_err());
    }
}
