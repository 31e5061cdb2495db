//! Certificates for tests, made anew for each run: they have to be there wherever the package was unpacked.

use std::sync::LazyLock;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

pub struct TestCertificates {
    /// An authority.
    pub authority: Certificate,
    /// For `localhost`, signed by the authority.
    pub localhost: Certificate,
    /// For `localhost`, signed by itself and marked as an authority, as most tools make them.
    pub self_signed: Certificate,
}

pub static CERTIFICATES: LazyLock<TestCertificates> = LazyLock::new(|| {
    let key = || KeyPair::generate().unwrap();
    let (authority, authority_key) = (params("authority", &[], true), key());
    let (self_signed, self_signed_key) = (params("self-signed", &["localhost"], true), key());
    let made = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    TestCertificates {
        localhost: params("localhost", &["localhost"], false).signed_by(&key(), &issuer).unwrap(),
        self_signed: self_signed.self_signed(&self_signed_key).unwrap(),
        authority: made,
    }
});

fn params(name: &str, hosts: &[&str], is_authority: bool) -> CertificateParams {
    let mut params = CertificateParams::new(hosts.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2120, 1, 1);
    if is_authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    params
}
