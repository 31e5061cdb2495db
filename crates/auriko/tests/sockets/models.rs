use serde_json::json;

use crate::support::{Reply, Server};

#[tokio::test]
async fn the_callable_models_are_listed_for_an_endpoint_or_retrieved_by_id() {
    let model = json!({ "id": "openai/gpt:x", "object": "model", "created": 1, "owned_by": "auriko", "new": [1],
        "providers": [{ "name": "openai", "input_price": 1.5, "output_price": 6 }] });
    let server = Server::start([
        Reply::json(200, &json!({ "object": "list", "data": [model.clone()], "catalog_version": "v" })),
        Reply::json(200, &json!({ "object": "list", "data": [] })),
        Reply::json(200, &model),
    ])
    .await;
    let models = server.client().models();
    let list = models.list().await.unwrap();
    assert_eq!(list.data[0].providers.as_ref().unwrap()[0].output_price, Some(6.0));
    assert_eq!(list.data[0].extra["new"], json!([1]));
    models.list_for("responses").await.unwrap();
    assert_eq!(models.retrieve("openai/gpt:x").await.unwrap().id, "openai/gpt:x");
    let paths: Vec<_> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/v1/models", "/v1/models?endpoint=responses", "/v1/models/openai%2Fgpt%3Ax"]);
    assert!(models.retrieve("").await.is_err());
}

#[tokio::test]
async fn the_directory_the_registry_and_the_providers_are_read() {
    let server = Server::start([
        Reply::json(
            200,
            &json!({ "generated_at": "t", "models": { "m": { "family": "f", "display_name": "M", "providers": [
            { "provider": "p", "provider_model_id": "x", "capabilities": { "supports_prompt_caching": true },
              "tiers": [{ "name": "standard", "input_price": 1.0, "price_variants": [] }] },
        ] } } }),
        ),
        Reply::json(200, &json!({ "models": [{ "id": "m", "has_free_provider": false }], "count": 1 })),
        Reply::json(200, &json!({ "providers": [{ "id": "p" }], "count": 1 })),
    ])
    .await;
    let models = server.client().models();
    let directory = models.directory().await.unwrap();
    let offer = &directory.models["m"].providers[0];
    assert!(offer.capabilities.as_ref().unwrap()["supports_prompt_caching"]);
    assert_eq!(offer.tiers.as_ref().unwrap()[0].input_price, Some(1.0));
    assert_eq!(models.registry().await.unwrap().models[0].has_free_provider, Some(false));
    assert_eq!(models.providers().await.unwrap().providers[0].id, "p");
}

#[tokio::test]
async fn both_ages_of_an_identity_are_read() {
    let server = Server::start([
        Reply::json(
            200,
            &json!({ "credential_type": "api_key", "workspace": { "id": "w", "name": "W" },
            "rate_limits": { "inference_rpm": 60 }, "expires_at": null }),
        ),
        Reply::json(200, &json!({ "object": "api_key_identity", "workspace_id": "w", "rate_limit_rpm": 60 })),
    ])
    .await;
    let me = server.client().me();
    let identity = me.get().await.unwrap();
    assert_eq!(identity.workspace.unwrap().id, "w");
    assert_eq!(identity.rate_limits.unwrap().inference_rpm, Some(60));
    assert_eq!(me.get().await.unwrap().rate_limit_rpm, Some(60));
}
