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

/// The certificates in these PEM texts that servers can be verified with.
///
/// Bundles of companies hold the odd certificate that can't be read or that nothing can be verified with: it is passed
/// over, and the others work. A text in which none is left is refused.
pub fn parse_all(texts: &[String]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut all = Vec::new();
    for pem in texts {
        let before = all.len();
        let mut reason = "a certificate option holds no certificate in pem form";
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            match certificate {
                Ok(certificate) if is_usable(&certificate) => all.push(certificate),
                Ok(_) => reason = "a certificate is not a valid x.509 certificate",
                Err(_) => reason = "a certificate is not valid pem",
            }
        }
        if all.len() == before {
            return Err(Error::Config { reason: reason.into(), no_roots: false });
        }
    }
    Ok(all)
}

/// The certificates of a chain, in their order.
#[cfg(target_os = "linux")]
pub fn parse_chain(pem: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    chain
        .ok()
        .filter(|chain| !chain.is_empty())
        .ok_or_else(|| Error::Config { reason: "the client certificate is not valid pem".into(), no_roots: false })
}

/// Whether servers can be verified with a certificate.
fn is_usable(certificate: &CertificateDer<'static>) -> bool {
    rustls::RootCertStore::empty().add(certificate.clone()).is_ok()
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
    use crate::transport::test_certificates::CERTIFICATES;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_moved_store_that_is_empty_hides_the_systems() {
        assert!(system(&Location { file: Some("/nonexistent".into()), dir: None }).is_empty());
    }

    const BROKEN: &str = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    const NO_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    #[test]
    fn a_text_without_a_usable_certificate_is_refused_with_the_reason() {
        let refused = |text: &str| parse_all(&[text.into()]).unwrap_err().to_string();
        assert!(refused("nonsense").contains("no certificate in pem form"));
        assert!(refused(BROKEN).contains("not valid pem"));
        assert!(refused(NO_CERTIFICATE).contains("not a valid x.509 certificate"));
    }

    #[test]
    fn what_can_not_be_read_in_a_bundle_leaves_the_others() {
        let good = CERTIFICATES.authority.pem();
        for bundle in [
            format!("{BROKEN}{good}"),
            format!("{good}{BROKEN}"),
            format!("{NO_CERTIFICATE}{good}{NO_CERTIFICATE}"),
            format!("# a comment\n{good}-----BEGIN CERTIFICATE-----\nAAAA\n"),
        ] {
            assert_eq!(parse_all(&[bundle]).map(|found| found.len()).ok(), Some(1));
        }
    }
}
