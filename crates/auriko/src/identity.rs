//! Whose key it is.

object! {
    /// A workspace, by id and name.
    pub struct ApiKeyWorkspace {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
    }
}

object! {
    /// How often the key may be used, in requests per minute.
    pub struct ApiKeyRateLimits {
        /// For completions and responses.
        pub inference_rpm: Option<u64>,
        /// For reading in account management.
        pub management_reads_rpm: Option<u64>,
        /// For writing in account management.
        pub management_writes_rpm: Option<u64>,
    }
}

object! {
    /// Whose key it is, what it may do, and its rate limits. Fields that only older answers carry say so.
    pub struct ApiKeyIdentity {
        /// `api_key`.
        pub credential_type: Option<String>,
        /// Whether the key is active.
        pub status: Option<String>,
        /// `inference`, `management` or `mixed`.
        pub profile: Option<String>,
        /// The key's id.
        pub key_id: Option<String>,
        /// How the key begins.
        pub key_prefix: Option<String>,
        /// The name that its owner gave it.
        pub key_name: Option<String>,
        /// The workspace that it belongs to.
        pub workspace: Option<ApiKeyWorkspace>,
        /// What it may do.
        pub scopes: Option<Vec<String>>,
        /// How often it may be used.
        pub rate_limits: Option<ApiKeyRateLimits>,
        /// When it ends.
        pub expires_at: Option<String>,
        /// When it was made.
        pub created_at: Option<String>,
        /// Older answers: `api_key_identity`.
        pub object: Option<String>,
        /// Older answers: the key's owner.
        pub user_id: Option<String>,
        /// Older answers: the workspace that it belongs to.
        pub workspace_id: Option<String>,
        /// Older answers: tier of the workspace.
        pub tier: Option<String>,
        /// Older answers: requests per minute.
        pub rate_limit_rpm: Option<u64>,
    }
}
