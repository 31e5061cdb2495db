use std::collections::BTreeMap;

object! {
    /// A model of the registry.
    pub struct CanonicalModel {
        /// Canonical id.
        pub id: String,
        /// Its family.
        pub family: String,
        /// Its name for people.
        pub display_name: String,
        /// What it can do.
        pub capabilities: Option<BTreeMap<String, bool>>,
        /// What it takes.
        pub input_modalities: Option<Vec<String>>,
        /// What it makes.
        pub output_modalities: Option<Vec<String>>,
        /// Ids of the providers that offer it.
        pub providers: Option<Vec<String>>,
        /// Whether one of them asks for nothing.
        pub has_free_provider: Option<bool>,
        /// Who made it.
        pub author: Option<String>,
    }
}

object! {
    /// The registry of canonical models.
    pub struct Registry {
        /// The models.
        pub models: Vec<CanonicalModel>,
        /// How many there are.
        pub count: u64,
        /// Models to begin with.
        pub playground_defaults: Option<Vec<String>>,
    }
}

object! {
    /// A provider.
    pub struct ProviderInfo {
        /// Its id.
        pub id: String,
        /// Its name for people.
        pub display_name: String,
        /// For people.
        pub description: String,
        /// Its icon.
        pub icon: String,
        /// What it may do with the data.
        pub data_policy: String,
    }
}

object! {
    /// All providers.
    pub struct ProviderList {
        /// The providers.
        pub providers: Vec<ProviderInfo>,
        /// How many there are.
        pub count: u64,
    }
}
