use reqwest::Url;

use crate::Error;

/// The hosted API.
pub(super) const DEFAULT_BASE_URL: &str = "https://api.auriko.ai/v1";

/// The base of all addresses, without a slash at its end; `/v1` is added where it is missing. `name` says to people where the
/// value stands.
pub(super) fn resolve(value: Option<&str>, name: &str) -> Result<Url, Error> {
    let refused = |reason| refused(name, reason);
    let text = value.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(DEFAULT_BASE_URL);
    let mut url = Url::parse(text.trim_end_matches('/'))
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| refused("it must be an address that begins with https:// or http://"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("it must not hold credentials; give the key to the builder"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("it must not hold a query or a fragment"));
    }
    let path = url.path().trim_end_matches('/');
    let path = if path.ends_with("/v1") { path.to_owned() } else { format!("{path}/v1") };
    url.set_path(&path);
    Ok(url)
}

fn refused(name: &str, reason: &str) -> Error {
    Error::InvalidRequest {
        param: "base_url".into(),
        code: "invalid_parameter_value",
        message: format!("{name} can't be used: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_added_where_it_is_missing() {
        for (given, base) in [
            (None, DEFAULT_BASE_URL),
            (Some(""), DEFAULT_BASE_URL),
            (Some("http://h"), "http://h/v1"),
            (Some(" http://h/x/ "), "http://h/x/v1"),
            (Some("http://h/v1///"), "http://h/v1"),
            (Some("http://h:8080/v1"), "http://h:8080/v1"),
        ] {
            assert_eq!(resolve(given, "the base url").unwrap().as_str(), base);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_by_name_without_being_shown() {
        for given in ["h", "ftp://h", "http://", "https://user:secret@h", "https://h?key=secret", "https://h#secret"] {
            let error = resolve(Some(given), "AURIKO_BASE_URL").unwrap_err();
            assert_eq!(error.code(), "invalid_parameter_value", "{given}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{given}");
            assert!(error.to_string().starts_with("AURIKO_BASE_URL can't be used: "), "{given}");
        }
    }
}
