use auriko::{
    ChatCompletionRequest, ContentPart, ErrorKind, FinishReason, GatewayMetadata, GatewayOptions, Message, Optimize,
    ResponseFormat, RoutingOptions, Tool, ToolChoice,
};
use serde_json::json;

use crate::support::{Reply, Server, completion, envelope, hello};

#[tokio::test]
async fn a_completion_comes_back_with_route_cost_and_headers() {
    let server = Server::start([Reply::body(
        200,
        "content-type: application/json\r\nx-request-id: req_1\r\n",
        completion().to_string(),
    )])
    .await;
    let (completion, response) = server.client().chat().create_with_response(hello()).await.unwrap();
    assert_eq!(completion.text(), Some("Hi."));
    assert_eq!(completion.choices[0].finish_reason, Some(FinishReason::Stop));
    assert_eq!(completion.usage.as_ref().unwrap().total_tokens, 5);
    let route = completion.routing_metadata.as_ref().unwrap();
    assert_eq!(route.provider.as_deref(), Some("openai"));
    assert_eq!(route.cost.as_ref().unwrap().billed_usd(), Some(0.00042));
    assert_eq!((response.request_id(), response.attempts().len()), (Some("req_1"), 1));
}

#[tokio::test]
async fn every_parameter_is_sent_by_its_name_on_the_wire_and_what_is_not_set_is_not_sent() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let message =
        Message::user([ContentPart::text("See").cached(), ContentPart::image_url("data:image/png;base64,AA")]);
    let request = ChatCompletionRequest::over_models(["a", "b"], [Message::system("s"), message])
        .temperature(0.5)
        .seed(7)
        .stop(["END"])
        .tools([Tool::function("f", "does it", json!({ "type": "object", "b": 1, "a": 2 }))])
        .tool_choice(ToolChoice::Function("f".into()))
        .response_format(ResponseFormat::json_schema("n", json!({ "type": "object" })))
        .extra("stream", true)
        .extra("new", json!({ "x": null }));
    let gateway = GatewayOptions::new()
        .models(["a", "b"])
        .routing(RoutingOptions::new().optimize(Optimize::from("brand-new")).max_ttft_ms(9u64).providers(["p"]))
        .metadata(GatewayMetadata::new().tags(["t"]));
    server.client().chat().create(request.gateway(gateway)).await.unwrap();

    let [received] = &server.requests()[..] else { panic!() };
    assert_eq!((&*received.method, &*received.path), ("POST", "/v1/chat/completions"));
    assert_eq!(received.header("authorization"), Some("Bearer ak_test_secret"));
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert!(received.header("user-agent").unwrap().starts_with("auriko-rust/"));
    assert_eq!(
        received.json(),
        json!({
            "messages": [
                { "role": "system", "content": "s" },
                { "role": "user", "content": [
                    { "type": "text", "text": "See", "cache_control": { "type": "ephemeral" } },
                    { "type": "image_url", "image_url": { "url": "data:image/png;base64,AA" } },
                ] },
            ],
            "temperature": 0.5, "seed": 7, "stop": ["END"],
            "tools": [{ "type": "function", "function": {
                "name": "f", "description": "does it", "parameters": { "type": "object", "b": 1, "a": 2 },
            } }],
            "tool_choice": { "type": "function", "function": { "name": "f" } },
            "response_format": { "type": "json_schema", "json_schema": {
                "name": "n", "schema": { "type": "object" }, "strict": true,
            } },
            "gateway": {
                "models": ["a", "b"],
                "routing": { "optimize": "brand-new", "max_ttft_ms": 9, "providers": ["p"] },
                "metadata": { "tags": ["t"] },
            },
            "new": { "x": null },
        })
    );
    // Models write data in the order of its schema.
    assert!(received.body.contains(r#""b":1,"a":2"#));
}

#[tokio::test]
async fn an_answer_is_sent_back_without_what_only_answers_have() {
    let mut answer = completion();
    answer["choices"][0]["message"] = json!({
        "role": "assistant", "content": null, "annotations": [1], "refusal": null, "x": "kept",
        "images": [{ "type": "image", "mime_type": "image/png", "data": "AA" }],
        "tool_calls": [{ "id": "a", "type": "function", "function": { "name": "f", "arguments": "{}" }, "provider_signature": "s" }],
    });
    let server = Server::start([Reply::json(200, &answer)]).await;
    let chat = server.client().chat();
    let message = chat.create(hello()).await.unwrap().choices.remove(0).message;
    let messages = vec![Message::user("Hello"), message.into_request(), Message::tool("a", "42")];
    chat.create(ChatCompletionRequest::new("m", messages)).await.unwrap();
    assert_eq!(
        server.requests()[1].json()["messages"],
        json!([
            { "role": "user", "content": "Hello" },
            { "role": "assistant", "x": "kept", "tool_calls": [
                { "id": "a", "type": "function", "function": { "name": "f", "arguments": "{}" }, "provider_signature": "s" },
            ] },
            { "role": "tool", "content": "42", "tool_call_id": "a" },
        ])
    );
}

#[tokio::test]
async fn what_can_not_work_is_refused_by_name_before_anything_is_sent() {
    let server = Server::start([Reply::json(200, &completion())]).await;
    let chat = server.client().chat();
    let both = hello().gateway(GatewayOptions::new().models(["a"]));
    let endless = hello().gateway(GatewayOptions::new().routing(RoutingOptions::new().max_cost_per_1m(f64::INFINITY)));
    let deep = (0..1000).fold(json!(1), |inner, _| json!([inner]));
    for (request, param, code) in [
        (hello().extra("tree", deep), "tree", "invalid_parameter_value"),
        (ChatCompletionRequest::default(), "model", "missing_required_parameter"),
        (both, "gateway.models", "invalid_parameter_value"),
        (endless, "gateway.routing.max_cost_per_1m", "invalid_parameter_value"),
        (hello().temperature(f64::NAN), "temperature", "invalid_parameter_value"),
    ] {
        let error = chat.create(&request).await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.attempts()), (ErrorKind::InvalidRequest, code, 0));
        assert!(matches!(error, auriko::Error::InvalidRequest { param: at, .. } if at == param), "{param}");
        assert_eq!(chat.create_stream(&request).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_error_under_a_good_status_is_that_error() {
    let server = Server::start([Reply::json(200, &envelope("not_found_error", "model_not_found"))]).await;
    let error = server.client().chat().create(hello()).await.unwrap_err();
    assert_eq!((error.class_name(), error.status().unwrap().as_u16()), ("NotFoundError", 200));
}

#[tokio::test]
async fn a_good_answer_that_can_not_be_read_says_so_and_is_not_asked_for_again() {
    for body in ["", "<html>", "[1]", "{", &"[".repeat(100_000)] {
        let server = Server::start([Reply::body(200, "x-request-id: req_1\r\n", body)]).await;
        let error = server.client().chat().create(hello()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidResponse, "invalid_response"));
        assert_eq!((error.request_id(), server.requests().len()), (Some("req_1"), 1));
    }
}
