//! Servers whose own certificate was given as one to trust.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};

use super::error::Error;

/// The usual verification, which also takes a certificate that was given itself: the self-signed one of a server, which
/// most tools mark as an authority and which the usual verification refuses for that mark. Its validity, the name of the
/// host, and that the server holds its key are verified all the same.
pub struct GivenServers {
    usual: Arc<WebPkiServerVerifier>,
    given: Vec<CertificateDer<'static>>,
}

impl GivenServers {
    /// Verifies by `roots`, the certificates of `given` among them.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn new(
        roots: RootCertStore,
        given: Vec<CertificateDer<'static>>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, Error> {
        let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
            .build()
            .map_err(|error| Error::Config { reason: error.to_string(), no_roots: false })?;
        Ok(Self { usual, given })
    }
}

impl fmt::Debug for GivenServers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GivenServers").field("given", &self.given.len()).finish_non_exhaustive()
    }
}

impl ServerCertVerifier for GivenServers {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.usual.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            Err(error) if is_about_trust(&error) && self.given.iter().any(|given| **given == **end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

/// Whether nothing but the certificate's mark as an authority, or who has signed it, was objected to: both are looked at
/// behind its validity.
fn is_about_trust(error: &rustls::Error) -> bool {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => true,
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(cause))) => {
            matches!(cause.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rcgen::Certificate;

    use super::*;
    use crate::transport::test_certificates::{CERTIFICATES, TestCertificates};

    /// What comes of a server's certificate where another one was given.
    fn verified(
        server: &Certificate,
        given: &Certificate,
        host: &'static str,
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(given.der().clone()).unwrap();
        let verifier = GivenServers::new(roots, vec![given.der().clone()], &provider).unwrap();
        let host = ServerName::try_from(host).unwrap();
        verifier.verify_server_cert(server.der(), &[], &host, &[], now).map(drop)
    }

    fn year(year: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs((year - 1970) * 365 * 24 * 3600))
    }

    #[test]
    fn a_server_that_has_signed_its_own_certificate_is_trusted_where_that_was_given() {
        let TestCertificates { authority, localhost, self_signed } = &*CERTIFICATES;
        verified(self_signed, self_signed, "localhost", year(2030)).unwrap();
        verified(self_signed, authority, "localhost", year(2030)).unwrap_err();
        verified(localhost, authority, "localhost", year(2030)).unwrap();
    }

    #[test]
    fn the_certificate_of_a_server_that_another_has_signed_may_be_given_alone() {
        let TestCertificates { localhost, .. } = &*CERTIFICATES;
        verified(localhost, localhost, "localhost", year(2030)).unwrap();
    }

    #[test]
    fn a_given_certificate_is_good_for_its_host_and_its_time_alone() {
        let TestCertificates { self_signed, .. } = &*CERTIFICATES;
        let elsewhere = verified(self_signed, self_signed, "elsewhere.example", year(2030)).unwrap_err();
        assert!(elsewhere.to_string().contains("not valid for name"), "{elsewhere}");
        for late_or_early in [year(2000), year(2200)] {
            let error = verified(self_signed, self_signed, "localhost", late_or_early).unwrap_err();
            assert!(error.to_string().contains("expired") || error.to_string().contains("not valid yet"), "{error}");
        }
    }
}
